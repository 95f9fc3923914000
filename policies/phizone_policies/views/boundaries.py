"""The permission boundaries that accounts and teams must have, and what they have to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from phizone_policies.check import View
from phizone_policies.views.documents import document
from phizone_policies.views.safeguards import Gap, Names, Safeguard, Statements, safeguards
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity, physical
from phizone_stacks.graph.values import Ref

_FILE = "boundaries.yaml"
_NONE = "(none)"


@dataclass(frozen=True, slots=True)
class RequiredBoundary:
    """A boundary that must exist."""

    name: str
    """Its policy's name."""
    kind: str
    """`account`, `platform` or `team`."""
    account: str
    """Id of its account."""
    owner: str
    """Name of the account, as `audit` or `prod`."""
    environment: str
    """The environment, or `shared`."""
    team: str = ""
    """The team; empty for an account's."""


def required_boundaries(view: View) -> Iterator[RequiredBoundary]:
    """Those of the environment's account, of its teams and of the organization's own accounts."""
    accounts, environment = view.organization.accounts, view.environment
    for owner in ("management", "log_archive", "audit", "network"):
        yield from _of_account(view, owner, getattr(accounts, owner).id, "shared")
    yield from _of_account(view, environment.name, environment.account.id, environment.name)
    prefix = f"{view.organization.name}-{environment.name}"
    for team in environment.teams:
        name = f"{prefix}-{team}-team-boundary"
        yield RequiredBoundary(name, "team", environment.account.id, environment.name, environment.name, team)


def policy(graph: Graph, boundary: RequiredBoundary) -> Node | None:
    """The managed policy of a boundary's name in its account."""
    own = (node for node in graph.of_type("aws_iam_policy") if node.account == boundary.account)
    return next((node for node in own if physical(node, "name") == boundary.name), None)


def gap(view: View, boundary: RequiredBoundary, node: Node) -> tuple[Safeguard, Gap] | None:
    """The first safeguard that a boundary does not keep, and how. Raises: UnknownValue, MalformedPolicy."""
    content = document(view.graph, node, "policy")
    statements, names = Statements(content.statements if content else ()), _names(view, boundary)
    asked = (each for each in safeguards(_FILE) if boundary.kind in each.where and boundary.owner not in each.not_in)
    found = ((each, statements.gap(each, names)) for each in asked)
    return next(((each, missed) for each, missed in found if missed), None)


def _of_account(view: View, owner: str, account: str, environment: str) -> Iterator[RequiredBoundary]:
    prefix = f"{view.organization.name}-{environment}"
    yield RequiredBoundary(f"{prefix}-boundary", "account", account, owner, environment)
    yield RequiredBoundary(f"{prefix}-platform-boundary", "platform", account, owner, environment)


def _names(view: View, boundary: RequiredBoundary) -> list[Names]:
    """What stands for the names in braces: each of the account's subnets and each of the team's keys at least once."""
    fixed = {
        "account": boundary.account,
        "environment": boundary.environment,
        "organization": view.organization.name,
        "organization_id": view.organization.id,
        "region": view.organization.home_region,
    }
    own = [node for node in view.graph.of_type("aws_kms_key", "aws_subnet") if node.account == boundary.account]
    keys = [node for node in own if node.type == "aws_kms_key" and boundary.team and tag(node, "Team") == boundary.team]
    subnets = [node for node in own if node.type == "aws_subnet"]
    places, locks = _called(view.graph, subnets, "id"), _called(view.graph, keys, "arn")
    # Side by side and not each with each: what is asked of one subnet does not turn on the key.
    most = max(len(places), len(locks))
    return [{**fixed, "subnet": subnet, "key": key} for subnet, key, _ in zip(cycle(places), cycle(locks), range(most))]


def _called(graph: Graph, nodes: list[Node], attribute: str) -> list[str]:
    """What policies call these resources; one that nothing is called where there are none."""
    return [str(identity(graph, Ref(node.address, attribute))) for node in nodes] or [_NONE]
