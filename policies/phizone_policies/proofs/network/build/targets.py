"""What a route leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Via
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Unknown, Value

Read = Callable[[str], Value]
Target = tuple[Via, str]
"""How, and the name of what; of `Via.UNKNOWN` why it is not known."""
_PATHS = (
    "gateway_id",
    "egress_only_gateway_id",
    "nat_gateway_id",
    "transit_gateway_id",
    "vpc_peering_connection_id",
    "network_interface_id",
    "vpc_endpoint_id",
    "instance_id",
    "carrier_gateway_id",
    "core_network_arn",
    "local_gateway_id",
    "odb_network_arn",
)
READS = _PATHS
"""Attributes of a route that name its target."""
_KINDS: Mapping[str, Via] = {
    "aws_internet_gateway": Via.INTERNET,
    "aws_egress_only_internet_gateway": Via.EGRESS_ONLY,
    "aws_nat_gateway": Via.NAT,
    "aws_ec2_transit_gateway": Via.TRANSIT,
    "aws_vpc_peering_connection": Via.PEERING,
    "aws_network_interface": Via.INTERFACE,
    "aws_instance": Via.INTERFACE,
    "aws_spot_instance_request": Via.INTERFACE,
    "aws_networkfirewall_firewall": Via.FIREWALL,
    "aws_networkfirewall_vpc_endpoint_association": Via.FIREWALL,
}
_UNMODELLED = {
    "aws_ec2_carrier_gateway": "a carrier gateway",
    "aws_networkmanager_core_network": "a Cloud WAN core network",
    "aws_vpc_endpoint": "a Gateway Load Balancer endpoint",
    "aws_vpn_gateway": "a VPN gateway",
}
_OF_INSTANCE = ("primary_network_interface_id", "primary_network_interface.0.network_interface_id")
_OF_PEERING = ("aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options")


def target(survey: Survey, read: Read) -> Target:
    """What a route leads to, read by `read` from its block or its node."""
    given = [(path, value) for path in _PATHS if (value := read(path)) not in (None, "")]
    # A plan tells the attributes that only the provider fills in as unknown: what is written goes before.
    known = [(path, value) for path, value in given if not isinstance(value, Unknown)]
    for path, value in known:
        return _leads_to(survey, path, value)
    return Via.UNKNOWN, "its target is not known before apply" if given else "it names no target"


def _leads_to(survey: Survey, path: str, value: Value) -> Target:
    if value == "local":
        return Via.LOCAL, ""
    node = _node(survey, value)
    if node is None:
        shown = value.address if isinstance(value, Ref) else str(value)
        return Via.UNKNOWN, f"{path} is {shown}, which is not in the graph"
    if node.type in _KINDS:
        return _KINDS[node.type], node.address
    what = _UNMODELLED.get(node.type, f"a resource of type {node.type}")
    return Via.UNKNOWN, f"{node.address} is {what}, which is not modelled"


def _node(survey: Survey, value: Value) -> Node | None:
    """The node that a value names as a target; an interface of an instance is the instance."""
    graph = survey.graph
    for attribute in _OF_INSTANCE:
        found = named_node(graph, value, ("aws_instance", "aws_spot_instance_request"), attribute)
        if found is not None:
            return found
    named = survey.named(value, *_KINDS, *_UNMODELLED)
    if named is not None:
        return named
    node = graph.target(value)
    if node is not None and node.type in _OF_PEERING:
        return peering(survey, node)
    # A firewall tells its endpoints deep in `firewall_status`, whatever their order.
    return node if node is not None and node.type.startswith("aws_networkfirewall_") else None


def peering(survey: Survey, accepter: Node) -> Node | None:
    """The peering connection that its accepter, or its options, name; None for one that is not in the graph."""
    try:
        return survey.named(accepter.get("vpc_peering_connection_id"), "aws_vpc_peering_connection")
    except UnknownValue:
        return None
