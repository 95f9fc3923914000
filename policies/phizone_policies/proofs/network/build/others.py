"""What refers to a network and is not modelled."""

from __future__ import annotations

from phizone_policies.proofs.network.build.joined import joined
from phizone_policies.proofs.network.build.kinds import among, holders, managed, modelled
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.views.networks import SUBNETS, VPCS
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import references

_CARRYING = frozenset(
    {
        *VPCS,
        *SUBNETS,
        "aws_default_route_table",
        "aws_default_security_group",
        "aws_dx_gateway",
        "aws_ec2_carrier_gateway",
        "aws_ec2_transit_gateway",
        "aws_ec2_transit_gateway_peering_attachment",
        "aws_ec2_transit_gateway_route_table",
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_egress_only_internet_gateway",
        "aws_internet_gateway",
        "aws_nat_gateway",
        "aws_network_acl",
        "aws_network_interface",
        "aws_networkmanager_core_network",
        "aws_route_table",
        "aws_security_group",
        "aws_vpn_gateway",
    }
)
_WHY = {
    "aws_dx_": "Direct Connect is not modelled",
    "aws_ec2_carrier_": "carrier gateways are not modelled",
    "aws_ec2_client_vpn_": "Client VPN is not modelled",
    "aws_ec2_local_gateway_": "local gateways are not modelled",
    "aws_networkmanager_": "Cloud WAN is not modelled",
    "aws_vpn_": "VPN is not modelled",
}


def others(survey: Survey) -> None:
    """Notes every resource that refers to a network, and whose type is neither modelled nor known to carry nothing."""
    for node in survey.graph:
        kind = node.type
        if kind.startswith("data.") or kind in modelled() or kind in holders() or among("irrelevant", kind):
            continue
        if _refers(survey, node) and not _has_interfaces(survey, node):
            survey.missing(node.address, _why(kind), *survey.places(node))


def _has_interfaces(survey: Survey, node: Node) -> bool:
    """Whether its places are known: it names subnets there, and its groups or the VPC's default one hold."""
    if any(node.type.startswith(prefix) for prefix in _WHY):
        return False
    found = joined(survey, node)
    return bool(found.subnets or node.type in managed())


def _refers(survey: Survey, node: Node) -> bool:
    for ref in references(dict(node.attributes)):
        target = survey.graph.find(ref.address)
        if target is not None and target.type in _CARRYING:
            return True
    return any(isinstance(node.peek(path), str) and node.peek(path) for path in ("vpc_id", "subnet_id"))


def _why(kind: str) -> str:
    known = (why for prefix, why in _WHY.items() if kind.startswith(prefix))
    return next(known, f"resources of type {kind} are not modelled")
