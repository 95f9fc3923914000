"""Internet gateways, NAT gateways and peering connections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.proofs.network.build.addresses import EVERYWHERE
from phizone_policies.proofs.network.build.route_tables import gateway_vpc
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.targets import peering as connection
from phizone_policies.proofs.network.model import (
    ANY,
    Acl,
    AclRule,
    InternetGateway,
    NatGateway,
    Peering,
    Route,
    RouteTable,
    Subnet,
    Via,
    Vpc,
)
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value

_EGRESS_ONLY = "aws_egress_only_internet_gateway"
_PEERING = "aws_vpc_peering_connection"
_ACCEPTERS = ("aws_vpc_peering_connection_accepter",)


def internet_gateways(survey: Survey) -> dict[str, InternetGateway]:
    """Every internet gateway that is attached to a VPC, egress-only ones among them."""
    found: dict[str, InternetGateway] = {}
    for node in survey.of_type("aws_internet_gateway", _EGRESS_ONLY):
        vpc = gateway_vpc(survey, node)
        found[node.address] = InternetGateway(node.address, vpc, node.type == _EGRESS_ONLY)
        if not vpc and node.peek("vpc_id") is not None:
            survey.missing(node.address, "its VPC is not in the graph")
    for node in survey.of_type("aws_internet_gateway_attachment"):
        if survey.named(node.peek("internet_gateway_id"), "aws_internet_gateway") is None:
            survey.missing(node.address, "its gateway is not in the graph", *survey.places(node))
    for owner in survey.graph.of_type("aws_default_vpc"):
        if not any(each.vpc == owner.address and not each.egress_only for each in found.values()):
            found[own_gateway(owner.address)] = InternetGateway(own_gateway(owner.address), owner.address)
    return found


def own_gateway(vpc: str) -> str:
    """Name of the internet gateway that AWS puts into a default VPC."""
    return f"{vpc} internet gateway"


def nat_gateways(survey: Survey, subnets: Mapping[str, Subnet]) -> dict[str, NatGateway]:
    """Every NAT gateway; a regional one stands in a place of its own, as `regional` makes it."""
    found: dict[str, NatGateway] = {}
    for node in survey.of_type("aws_nat_gateway"):
        with survey.reading(node):
            public = node.get("connectivity_type") != "private"
            subnet = survey.subnet(node.get("subnet_id"))
            if not subnet and node.peek("subnet_id") is None and survey.vpc(node.peek("vpc_id")):
                subnet = regional_subnet(node)
            elif subnet not in subnets:
                survey.missing(node.address, "its subnet is not in the graph")
                continue
            found[node.address] = NatGateway(node.address, subnet, public)
    survey.of_type("aws_nat_gateway_eip_association")
    return found


def regional_subnet(node: Node) -> str:
    """Name of the place of a regional NAT gateway, which is in no subnet of ours."""
    return f"{node.address} place"


def regional(
    survey: Survey, known: Mapping[str, Vpc], gateways: Mapping[str, InternetGateway]
) -> Iterator[tuple[Subnet, RouteTable, Acl]]:
    """The places of regional NAT gateways: AWS's own route table leads to the VPC's internet gateway, and no ACL stops.

    Source: Amazon VPC User Guide, "Regional NAT gateways".
    """
    for node in survey.graph.of_type("aws_nat_gateway"):
        vpc = survey.vpc(node.peek("vpc_id"))
        if node.peek("subnet_id") is None and vpc in known:
            table = RouteTable(f"{node.address} route table", vpc, tuple(_regional_routes(node, known[vpc], gateways)))
            name = f"{node.address} network ACL"
            rules = tuple(AclRule(name, 100 + at, True, ANY, each) for at, each in enumerate(EVERYWHERE))
            yield Subnet(regional_subnet(node), vpc, "", (), table.name, name), table, Acl(name, rules, rules)


def _regional_routes(node: Node, vpc: Vpc, gateways: Mapping[str, InternetGateway]) -> Iterator[Route]:
    for block in vpc.blocks:
        yield Route(node.address, (block,), Via.LOCAL)
    own = next((each.name for each in gateways.values() if each.vpc == vpc.name and not each.egress_only), "")
    if own:
        yield Route(node.address, EVERYWHERE[:1], Via.INTERNET, own, source=node.source)


def peerings(survey: Survey, known: Mapping[str, Vpc]) -> dict[str, Peering]:
    """Every peering connection between VPCs of the graph; one to another VPC is noted."""
    accepted = {}
    for node in survey.of_type(*_ACCEPTERS, "aws_vpc_peering_connection_options"):
        found = connection(survey, node)
        if found is None:
            survey.missing(node.address, "its peering connection is not in the graph", *survey.places(node))
        elif node.type in _ACCEPTERS:
            accepted[found.address] = node.peek("auto_accept") is not False
    result: dict[str, Peering] = {}
    for node in survey.of_type(_PEERING):
        survey.sure(node, "auto_accept")
        with survey.reading(node):
            ours, theirs = survey.vpc(node.get("vpc_id")), survey.vpc(node.get("peer_vpc_id"))
            if not ours or not theirs:
                survey.missing(node.address, "the VPC at its other end is not in the graph", ours or theirs)
            names = (ours or _shown(node.get("vpc_id")), theirs or _shown(node.get("peer_vpc_id")))
            active = accepted.get(node.address, False) or node.peek("auto_accept") is True
            regions = {known[name].region for name in names if name in known} | {_peer_region(node)} - {""}
            result[node.address] = Peering(node.address, names, active, len(regions) <= 1)
    return result


def _peer_region(node: Node) -> str:
    value = node.peek("peer_region")
    return value if isinstance(value, str) else ""


def _shown(value: Value) -> str:
    return value.address if isinstance(value, Ref) else str(value)
