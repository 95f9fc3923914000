"""Who can ask something of AWS: the principals of a graph, what each may do, and who is only named or a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from phizone_policies.proofs.access.world.groups import memberships
from phizone_policies.proofs.access.world.managed import aws_policy
from phizone_policies.proofs.access.world.names import arn_of, text_of, unnamed
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held, granting, held_in
from phizone_policies.views import grants, policies
from phizone_policies.views.documents import Document, MalformedPolicy
from phizone_policies.views.tags import tags
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node, UnknownValue

ITS_OWN: Mapping[str, str] = {"": ""}
"""What stands for a principal's own tags where those of who works as it are asked for."""
_BOUNDED = ("aws_iam_role", "aws_iam_user")
_ROLES, _USERS = ("aws_iam_role",), ("aws_iam_user",)


class Kind(StrEnum):
    """What a principal is."""

    ROLE = "role"
    """A role."""
    USER = "user"
    """A user."""
    ROOT = "root user"
    """The root user of an account, who may do all that nothing denies."""
    SERVICE = "service"
    """A service of AWS."""
    FEDERATED = "identity provider"
    """Whoever an identity provider vouches for."""
    NAMED = "principal outside the graph"
    """One that a policy names and the graph does not hold."""
    STRANGER = "stranger"
    """Everybody of an account that is not ours, and everybody without credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who can ask."""

    arn: str
    """ARN, a service as `s3.amazonaws.com`, or `*` for who has no credentials."""
    kind: Kind
    """What it is."""
    account: str = ""
    """Twelve-digit id of its account; empty for what has none."""
    node: Node | None = None
    """The resource that makes it; None where the graph holds none."""
    held: tuple[Held, ...] = ()
    """The policies that grant it something."""
    boundary: Held | None = None
    """Its permissions boundary; None where it has none."""
    unknown: tuple[str, ...] = ()
    """What is not known of its permissions, a reason each; in its place it is taken to be allowed everything."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Its tags, as far as they are literal."""
    session_tags: Mapping[str, str] | None = field(default_factory=lambda: ITS_OWN)
    """The tags of who works as it, where they are not its own; None where they may be any."""

    @property
    def name(self) -> str:
        """How it is shown: the address of its resource, else its ARN."""
        return self.node.address if self.node else self.arn

    @property
    def identity(self) -> tuple[Document, ...]:
        """The policies that the graph knows."""
        return tuple(held.document for held in self.held)

    @property
    def generous(self) -> tuple[Document, ...]:
        """The same, and one that allows everything where some are not known."""
        return (*self.identity, EVERYTHING) if self.unknown else self.identity

    @property
    def is_ours(self) -> bool:
        """Whether it is of an account that may be ours: no service, no stranger and nobody without an account."""
        return bool(self.account) and self.kind is not Kind.STRANGER


def built(graph: Graph) -> Iterator[Principal]:
    """The roles and users of a graph, by address; those that AWS makes for its own services are none of them."""
    for node in graph.of_type(*_ROLES, *_USERS):
        yield _principal(graph, node)


def _principal(graph: Graph, node: Node) -> Principal:
    members = graph.cached(memberships)
    groups = members.groups.get(node.address, [])
    unknown = [*unnamed(node), *(members.unknown if node.type in _USERS else ())]
    held = tuple(each for owner in (node, *groups) for each in held_by(graph, owner, unknown))
    return Principal(
        arn=arn_of(graph, node),
        kind=Kind.ROLE if node.type in _ROLES else Kind.USER,
        account=node.account or UNNAMED_ACCOUNT,
        node=node,
        held=held,
        boundary=_boundary(graph, node, unknown),
        unknown=tuple(unknown),
        tags=literal_tags(node),
        session_tags=ITS_OWN if _tells_its_tags(node) else None,
    )


def held_by(graph: Graph, owner: Node, unknown: list[str]) -> Iterator[Held]:
    """The policies that grant somebody something, with what is not known of them added to a list."""
    try:
        holders = tuple(grants.holders(graph, owner))
        missing = [value for value in grants.attached(graph, owner) if grants.managed(graph, value) is None]
    except UnknownValue as reason:
        unknown.append(str(reason))
        return
    for value in missing:
        aws = grants.aws_name(graph, value)
        known = aws_policy(aws)
        if known is not None:
            yield Held(known)
            continue
        told = f"AWS's policy {aws}" if aws else f"the policy {text_of(graph, value)}"
        unknown.append(f"{told} of {owner.address} is not in the graph")
    for holder in holders:
        try:
            yield from (Held(document, holder) for document in granting(graph, holder))
        except (UnknownValue, MalformedPolicy) as reason:
            unknown.append(str(reason))


def _boundary(graph: Graph, node: Node, unknown: list[str]) -> Held | None:
    """The boundary; one that is not known bounds nothing here, and what it lets through is unknown."""
    try:
        if node.type not in _BOUNDED or node.get("permissions_boundary") is None:
            return None
        policy = policies.boundary(graph, node)
    except UnknownValue as reason:
        unknown.append(str(reason))
        return None
    return held_in(graph, policy, f"the boundary of {node.address} is not in the graph", unknown)


def _tells_its_tags(node: Node) -> bool:
    """Whether all tags of a node are literal text."""
    try:
        return all(isinstance(value, str) for value in tags(node).values())
    except UnknownValue:
        return False


def literal_tags(node: Node) -> Mapping[str, str]:
    """The tags of a node that are literal text; none where it does not tell them."""
    try:
        return {key: value for key, value in tags(node).items() if isinstance(value, str)}
    except UnknownValue:
        return {}
