"""Which users are in which groups of their account, by memberships of either form."""

from __future__ import annotations

from dataclasses import dataclass, field

from phizone_policies.proofs.access.world.names import text_of
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

_USER, _GROUP = "aws_iam_user", "aws_iam_group"
_MEMBERS = (("aws_iam_user_group_membership", "user", "groups"), ("aws_iam_group_membership", "users", "group"))


@dataclass(slots=True)
class Memberships:
    """The memberships of a graph."""

    groups: dict[str, list[Node]] = field(default_factory=dict)
    """The groups of each user, by the user's address."""
    unknown: list[str] = field(default_factory=list)
    """Memberships that do not tell whose they are: each may be any user's."""

    def add(self, graph: Graph, node: Node, user_path: str, group_path: str) -> None:
        """Adds what one resource says."""
        try:
            users = [_member(graph, node, each, _USER) for each in node.items(user_path)]
            groups = [_member(graph, node, each, _GROUP) for each in node.items(group_path)]
        except UnknownValue as reason:
            self.unknown.append(str(reason))
            return
        if None in (*users, *groups):
            self.unknown.append(f"{node.address} names a user or a group that is not in the graph")
        for user in users:
            if user is not None:
                self.groups.setdefault(user.address, []).extend(each for each in groups if each is not None)


def memberships(graph: Graph) -> Memberships:
    """Who is in which group; use as `graph.cached(memberships)`."""
    found = Memberships()
    for kind, user_path, group_path in _MEMBERS:
        for node in graph.of_type(kind):
            found.add(graph, node, user_path, group_path)
    return found


def _member(graph: Graph, membership: Node, value: Value, kind: str) -> Node | None:
    """The user or group that a membership names: a name means one of its own account."""
    if not isinstance(value, str):
        return named_node(graph, value, (kind,), "name") or named_node(graph, value, (kind,))
    same = (node for node in graph.of_type(kind) if node.account == membership.account)
    return next((node for node in same if text_of(graph, node.peek("name")) == value), None)
