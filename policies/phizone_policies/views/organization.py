"""Where an account stands in the organization, and the policies that reach it from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from phizone_environments.organization import Organization
from phizone_policies.views.documents import Document, document
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Unknown, Value

_ACCOUNT = "aws_organizations_account"
_UNIT = "aws_organizations_organizational_unit"
_ROOT = "aws_organizations_organization"
_ATTACHMENT = "aws_organizations_policy_attachment"
SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
"""Type of the policies that cap what the principals of an account may do."""
RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"
"""Type of the policies that cap what anybody may do with the resources of an account."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A policy that reaches an account, and from where."""

    policy: Node
    """The policy."""
    target: str
    """The account, unit or root it is attached to, by address, or by id for the root."""
    document: Document
    """What it says."""


def account_node(graph: Graph, account: str) -> Node | None:
    """The node that adopts or makes the account of an id."""
    return next((node for node in graph.of_type(_ACCOUNT) if _is(node, account)), None)


def units(graph: Graph, account: Node) -> tuple[Node, ...]:
    """The units around an account, innermost first; empty for one directly under the root.

    Raises: UnknownValue where an account or a unit does not say what it stands in.
    """
    found: list[Node] = []
    at = account
    while (parent := _parent(graph, at)) is not None and parent not in found:
        found.append(parent)
        at = parent
    return tuple(found)


def path(graph: Graph, account: Node) -> str:
    """The names of the units around an account, outermost first, as `workloads/prod`; empty under the root."""
    return "/".join(unit.text("name") for unit in reversed(units(graph, account)))


def attached(
    graph: Graph, organization: Organization, account: str, kind: str = SERVICE_CONTROL
) -> tuple[Attached, ...]:
    """The policies of a type attached to an account, to a unit around it or to the root, by address.

    None for the management account, which no service or resource control policy reaches, and for an account without a
    node. Source: AWS Organizations User Guide, "Service control policies". Raises: UnknownValue, MalformedPolicy.
    """
    node = account_node(graph, account)
    if node is None or account == organization.accounts.management.id:
        return ()
    return attached_above(graph, organization, node, kind)


def attached_above(graph: Graph, organization: Organization, node: Node, kind: str) -> tuple[Attached, ...]:
    """The policies of a type attached to an account or a unit itself, to a unit around it or to the root, by address.

    Raises: UnknownValue, MalformedPolicy.
    """
    return attached_under(graph, organization.root_id, node, kind)


def attached_under(graph: Graph, root_id: str, node: Node, kind: str) -> tuple[Attached, ...]:
    """As `attached_above`, of an organization of which only its root's id is known."""
    above = (node, *units(graph, node))
    found = (
        (policy, target, document(graph, policy, "content"))
        for policy, target in _reaching(graph, root_id, above, kind)
    )
    return tuple(Attached(policy, target, content) for policy, target, content in found if content is not None)


def attachments_of(graph: Graph, policy_id: str) -> tuple[Node, ...]:
    """The attachments that name a policy by its id, as one that AWS makes itself."""
    return tuple(node for node in graph.of_type(_ATTACHMENT) if node.peek("policy_id") == policy_id)


def targets_among(graph: Graph, root_id: str, node: Node, attachments: Iterable[Node]) -> frozenset[str]:
    """What of an account, the units around it and the root attachments are to, named as `Attached.target` is.

    Raises: UnknownValue.
    """
    above = (node, *units(graph, node))
    found = {_target(graph, root_id, above, each.get("target_id")) for each in attachments}
    return frozenset(found - {""})


def unit_node(graph: Graph, name: str) -> Node | None:
    """The unit of a name directly under the root. Raises: UnknownValue where a unit of the name does not say."""
    named = (unit for unit in graph.of_type(_UNIT) if unit.text("name") == name)
    return next((unit for unit in named if not units(graph, unit)), None)


def reaching(graph: Graph, organization: Organization, account: str, kind: str) -> tuple[tuple[Node, str], ...]:
    """The policies as `attached`, of a type whose content is none of IAM's, with what each is attached to.

    Raises: UnknownValue.
    """
    node = account_node(graph, account)
    if node is None or account == organization.accounts.management.id:
        return ()
    above = (node, *units(graph, node))
    return tuple(_reaching(graph, organization.root_id, above, kind))


def _reaching(graph: Graph, root_id: str, above: tuple[Node, ...], kind: str) -> Iterator[tuple[Node, str]]:
    for attachment in graph.of_type(_ATTACHMENT):
        target = _target(graph, root_id, above, attachment.get("target_id"))
        policy = _policy(graph, attachment) if target else None
        if policy is not None and policy.get("type") == kind:
            yield policy, target


def _target(graph: Graph, root_id: str, above: tuple[Node, ...], value: Value) -> str:
    """Which of these nodes, or the root, a value names; empty for any other."""
    if isinstance(value, Ref):
        node = graph.find(value.address)
        if node is not None and node.type == _ROOT:
            return root_id if value.attribute.startswith("roots.") else ""
        return node.address if node in above and node is not None else ""
    if value == root_id:
        return root_id
    return next((node.address for node in above if isinstance(value, str) and _is(node, value)), "")


def _policy(graph: Graph, attachment: Node) -> Node | None:
    """The policy of an attachment; None for one that the graph does not hold, as AWS's own."""
    value = attachment.get("policy_id")
    if isinstance(value, Ref):
        return graph.find(value.address)
    policies = graph.of_type("aws_organizations_policy")
    return next((node for node in policies if isinstance(value, str) and _is(node, value)), None)


def _parent(graph: Graph, node: Node) -> Node | None:
    """The unit that an account or a unit stands in; None for the root."""
    value = node.peek("parent_id")
    if isinstance(value, Unknown):
        raise UnknownValue(node.address, "parent_id", value.reason)
    if value is None:
        # AWS puts a new account under the root; an adopted one stays wherever it is, and a unit has to say.
        if node.import_id or node.type == _UNIT:
            raise UnknownValue(node.address, "parent_id", "it is adopted, or a unit, without a word on where it stands")
        return None
    if isinstance(value, Ref):
        parent = graph.find(value.address)
        if parent is None:
            raise UnknownValue(node.address, "parent_id", f"{value.address} is not in the graph")
        return parent if parent.type in (_UNIT, f"data.{_UNIT}") else None
    if isinstance(value, str) and value.startswith("r-"):
        return None
    parent = next((unit for unit in graph.of_type(_UNIT) if _is(unit, str(value))), None)
    if parent is None:
        raise UnknownValue(node.address, "parent_id", f"the unit {value} is not in the graph")
    return parent


def _is(node: Node, identifier: str) -> bool:
    """Whether a node has this id, which is the one it is adopted by or the one its source gives."""
    return identifier in (node.import_id, physical(node, "id"))
