"""What an organization lets an account do at most: its service and resource control policies, level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phizone_environments.organization import Organization
from phizone_policies.proofs.access.world.texts import Held, read
from phizone_policies.views.documents import Document, MalformedPolicy, Statement
from phizone_policies.views.organization import (
    RESOURCE_CONTROL,
    SERVICE_CONTROL,
    Attached,
    account_node,
    attached_under,
    attachments_of,
    targets_among,
    units,
)
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import physical

FULL_ACCESS = Document("2012-10-17", (Statement("FullAWSAccess", "Allow", (), (), ("*",), (), ("*",), (), ()),))
"""What AWS attaches to the root, every unit and every account once service control policies are switched on.

Source: AWS Organizations User Guide, "Service control policies (SCPs)", "Using SCPs".
"""
FULL_ACCESS_ID = "p-FullAWSAccess"
"""Id of that policy in every organization."""
_READ = "live"
"""Layer of what was read from AWS and no program builds."""
_ORGANIZATION = "aws_organizations_organization"
_POLICY, _ATTACHMENT = "aws_organizations_policy", "aws_organizations_policy_attachment"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The control policies that reach an account."""

    service: tuple[tuple[Held, ...], ...] = ()
    """Service control policies from the root down; none where none can apply."""
    resource: tuple[tuple[Held, ...], ...] = ()
    """Resource control policies from the root down, as written."""
    unknown: tuple[str, ...] = ()
    """What is not known of them, a reason each; they are left out, so that more is taken for allowed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of an organization; empty text where nothing is."""

    id: str = ""
    """As `o-exampleorg0`, or as `<id of address>` where AWS assigns it."""
    root_id: str = ""
    """As `r-demo`."""
    management: str = ""
    """Id of the account that no control policy reaches."""


def shape_of(graph: Graph, organization: Organization | None) -> Shape:
    """The organization that `environments/` describes, or else the one that the graph makes."""
    if organization is not None:
        return Shape(organization.id, organization.root_id, organization.accounts.management.id)
    made = next(iter(graph.of_type(_ORGANIZATION, f"data.{_ORGANIZATION}")), None)
    if made is None:
        return Shape()
    roots = sorted(value for value in _written_targets(graph) if value.startswith("r-"))
    management = made.account if made.type == _ORGANIZATION else ""
    return Shape(str(physical(made, "id")), roots[0] if roots else "", management)


def ceiling_of(graph: Graph, shape: Shape, account: str) -> Ceiling:
    """The control policies that reach an account; none for the management account and outside of any organization.

    Where a graph holds no control policy at all, none is assumed: what is denied without them stays denied.
    """
    node = account_node(graph, account)
    if account == shape.management or not shape.id:
        return Ceiling()
    if node is None and not graph.of_type(_POLICY, _ATTACHMENT):
        return Ceiling()
    if node is None:
        return Ceiling(unknown=(f"account {account} is not in the graph, so its control policies are not known",))
    unknown: list[str] = []
    service = _levels(graph, shape, node, SERVICE_CONTROL, unknown)
    resource = _levels(graph, shape, node, RESOURCE_CONTROL, unknown)
    return Ceiling(service, resource, tuple(unknown))


def _levels(graph: Graph, shape: Shape, node: Node, kind: str, unknown: list[str]) -> tuple[tuple[Held, ...], ...]:
    """The policies of a type from the root down to an account; no level where the type is switched off."""
    try:
        if not _is_enabled(graph, kind):
            return ()
        around = units(graph, node)
        found = attached_under(graph, shape.root_id, node, kind)
        targets = (shape.root_id, *(unit.address for unit in reversed(around)), node.address)
        full = _full_access(graph, shape, node, targets) if kind == SERVICE_CONTROL else ()
        return tuple(
            (*(Held(FULL_ACCESS) for each in full if each == target), *_held(graph, found, target))
            for target in targets
        )
    except (UnknownValue, MalformedPolicy) as reason:
        unknown.append(str(reason))
        return ()


def _full_access(graph: Graph, shape: Shape, node: Node, targets: tuple[str, ...]) -> Sequence[str]:
    """The levels that have AWS's own policy: every one, unless it was read from AWS where it is attached.

    Programs attach it nowhere, or once more where it is already; only who detaches it takes it away.
    """
    attachments = attachments_of(graph, FULL_ACCESS_ID)
    if not any(each.layer == _READ for each in attachments):
        return targets
    return sorted(targets_among(graph, shape.root_id, node, attachments))


def _held(graph: Graph, found: tuple[Attached, ...], target: str) -> Iterator[Held]:
    for each in found:
        document = read(graph, each.policy, "content") if each.target == target else None
        if document is not None:
            yield Held(document, each.policy)


def _is_enabled(graph: Graph, kind: str) -> bool:
    """Whether the organization has policies of a type switched on; where the graph only reads one, it has."""
    made = graph.of_type(_ORGANIZATION)
    return not made or kind in made[0].items("enabled_policy_types")


def _written_targets(graph: Graph) -> Iterator[str]:
    for node in graph.of_type(_ATTACHMENT):
        value = node.peek("target_id")
        if isinstance(value, str):
            yield value
    for node in graph.of_type("aws_organizations_organizational_unit", "aws_organizations_account"):
        value = node.peek("parent_id")
        if isinstance(value, str):
            yield value
