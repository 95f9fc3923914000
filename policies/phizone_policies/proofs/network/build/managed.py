"""What computes in AWS's own networks, which lead to the internet."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.network.build.joined import joined
from phizone_policies.proofs.network.build.kinds import Managed, managed
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.teams import team_of_node
from phizone_policies.proofs.network.model import ManagedEgress
from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.node import Node

_DOMAIN, _NOTEBOOK = "aws_sagemaker_domain", "aws_sagemaker_notebook_instance"
_OPEN = {
    _DOMAIN: ("app_network_access_type", "PublicInternetOnly"),
    _NOTEBOOK: ("direct_internet_access", "Enabled"),
}


def managed_egress(survey: Survey) -> tuple[ManagedEgress, ...]:
    """Everything that computes in a network of AWS's, sorted by name."""
    found: list[ManagedEgress] = []
    for kind, (path, value) in _OPEN.items():
        for node in survey.of_type(kind):
            with survey.reading(node):
                if node.get(path) == value:
                    default = "" if path in node.attributes else ", which is AWS's default"
                    found.append(_egress(node, f"{path} is {value}{default}"))
    for kind, when in managed().items():
        for node in survey.of_type(kind):
            with survey.reading(node):
                found += [_egress(node, why) for why in _outside(survey, node, when)]
    return tuple(sorted(found, key=lambda each: each.name))


def _outside(survey: Survey, node: Node, when: Managed) -> Iterator[str]:
    """Why a node computes outside our VPCs; nothing where it does not. Raises: UnknownValue."""
    if when.elsewhere and any(leaves(node, when.elsewhere)):
        return
    if is_cut_off(node):
        return
    given = [each for each in leaves(node, when.path) if each not in (None, "", [])]
    named = joined(survey, node)
    if not given or not (named.subnets or named.outside):
        yield when.why


def is_cut_off(node: Node) -> bool:
    """Whether a resource computes without any network, by a setting of its own. Raises: UnknownValue."""
    when = managed().get(node.type)
    return when is not None and bool(when.isolation) and all(leaves(node, when.isolation) or [False])


def _egress(node: Node, why: str) -> ManagedEgress:
    return ManagedEgress(node.address, why, node.environment, team_of_node(node), node.source)
