"""Route tables of VPCs, with every route wherever it stands, and who is associated with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from phizone_policies.proofs.network.build.addresses import EVERYWHERE
from phizone_policies.proofs.network.build.cidrs import Cidrs
from phizone_policies.proofs.network.build.prefix_lists import PrefixLists
from phizone_policies.proofs.network.build.survey import TABLES, Survey, unknown_table
from phizone_policies.proofs.network.build.targets import Read, target
from phizone_policies.proofs.network.model import Block, Origin, Route, RouteTable, Via, Vpc
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Unknown

_CIDRS = ("cidr_block", "ipv6_cidr_block", "destination_cidr_block", "destination_ipv6_cidr_block")
_LISTS = ("destination_prefix_list_id",)
_PROPAGATES = "a VPN gateway propagates routes into it"


@dataclass(frozen=True, slots=True)
class Associations:
    """Which route table holds where."""

    subnets: Mapping[str, str]
    """Route table by subnet."""
    gateways: Mapping[str, Mapping[str, str]]
    """Route table by gateway, by VPC."""
    unknown: Mapping[str, str]
    """VPC by the name that stands for a route table which is not known."""


def associations(survey: Survey) -> Associations:
    """The explicit associations of subnets and gateways."""
    subnets: dict[str, str] = {}
    gateways: dict[str, dict[str, str]] = {}
    unknown: dict[str, str] = {}
    for node in survey.of_type("aws_route_table_association"):
        subnet = survey.subnet(node.peek("subnet_id"))
        gateway = survey.named(node.peek("gateway_id"), "aws_internet_gateway", "aws_vpn_gateway")
        table = survey.table(node.peek("route_table_id")) or unknown_table(node)
        place = gateway_vpc(survey, gateway) if gateway else vpc_of_subnet(survey, subnet)
        if table == unknown_table(node):
            unknown[table] = place
        if subnet:
            subnets[subnet] = table
        elif gateway is not None and place:
            gateways.setdefault(place, {})[gateway.address] = table
        else:
            survey.missing(node.address, "it associates a route table with something that is not in the graph")
    return Associations(subnets, gateways, unknown)


def gateway_vpc(survey: Survey, gateway: Node) -> str:
    """Name of the VPC that a gateway is attached to; empty for none."""
    own = survey.vpc(gateway.peek("vpc_id"))
    for node in survey.graph.of_type("aws_internet_gateway_attachment"):
        if survey.named(node.peek("internet_gateway_id"), gateway.type) is gateway:
            own = survey.vpc(node.peek("vpc_id"))
    return own


def vpc_of_subnet(survey: Survey, subnet: str) -> str:
    """Name of the VPC of a subnet of the graph; empty for none."""
    node = survey.graph.find(subnet)
    return survey.vpc(node.peek("vpc_id")) if node else ""


class Routes:
    """Reads routes."""

    def __init__(self, survey: Survey, cidrs: Cidrs, lists: PrefixLists) -> None:
        self._survey, self._cidrs, self._lists = survey, cidrs, lists

    def tables(self, known: Mapping[str, Vpc], unknown: Mapping[str, str]) -> dict[str, RouteTable]:
        """Every route table: those of the graph, AWS's own of each VPC, and those that are not known."""
        written: dict[str, list[Route]] = {}
        for name, route in self._written():
            written.setdefault(name, []).append(route)
        found = {}
        for name, vpc in self._owners(known).items():
            own = [each for each in written.get(name, ()) if each.blocks]
            found[name] = RouteTable(name, vpc, (*_local(known.get(vpc), own), *own))
        for name, vpc in unknown.items():
            lost = Route(name, EVERYWHERE, Via.UNKNOWN, "which route table it is is not known before apply")
            found[name] = RouteTable(name, vpc, (*_local(known.get(vpc), []), lost))
        return found

    def _owners(self, known: Mapping[str, Vpc]) -> dict[str, str]:
        """VPC by route table."""
        survey = self._survey
        found = {survey.default_table(vpc): vpc for vpc in known}
        for node in survey.of_type(*TABLES):
            with survey.reading(node):
                if node.type == "aws_route_table":
                    vpc = survey.vpc_of(node)
                    found[node.address] = vpc
                    if not vpc:
                        survey.missing(node.address, "its VPC is not in the graph")
                if node.peek("propagating_vgws"):
                    survey.missing(node.address, _PROPAGATES, found.get(node.address, ""))
        return found

    def _written(self) -> Iterator[tuple[str, Route]]:
        for node in self._survey.graph.of_type(*TABLES):
            with self._survey.reading(node):
                for block in node.blocks("route"):
                    yield node.address, self._route(node, block.get)
        for node in self._survey.of_type("aws_route"):
            table = self._survey.table(node.peek("route_table_id"))
            if table:
                yield table, self._route(node, node.peek)
            else:
                self._survey.missing(node.address, "its route table is not in the graph")
        yield from self._to_endpoints()

    def _route(self, node: Node, read: Read) -> Route:
        blocks: tuple[Block, ...] = ()
        listed = False
        with self._survey.reading(node):
            for path in _CIDRS:
                value = read(path)
                if not isinstance(value, Unknown):
                    blocks += self._cidrs.of(node, value)
            for path in _LISTS:
                value = read(path)
                if value not in (None, "") and not isinstance(value, Unknown):
                    blocks, listed = blocks + self._lists.of(node, value), True
        if not blocks:
            self._survey.missing(node.address, "the destination of a route is not known", *self._survey.places(node))
        via, name = target(self._survey, read)
        origin = Origin.PREFIX_LIST if listed else Origin.STATIC
        return Route(node.address, blocks, via, name, origin, node.source)

    def _to_endpoints(self) -> Iterator[tuple[str, Route]]:
        """The routes that AWS puts into the tables that a gateway endpoint names."""
        survey = self._survey
        for node in survey.graph.of_type("aws_vpc_endpoint"):
            with survey.reading(node):
                if node.get("vpc_endpoint_type") == "Gateway":
                    for value in node.items("route_table_ids"):
                        yield from self._to_endpoint(node, node, survey.table(value))
        for node in survey.of_type("aws_vpc_endpoint_route_table_association"):
            with survey.reading(node):
                endpoint = survey.named(node.get("vpc_endpoint_id"), "aws_vpc_endpoint")
                if endpoint is None:
                    survey.missing(node.address, "its endpoint is not in the graph")
                else:
                    yield from self._to_endpoint(node, endpoint, survey.table(node.get("route_table_id")))

    def _to_endpoint(self, node: Node, endpoint: Node, table: str) -> Iterator[tuple[str, Route]]:
        blocks = self._lists.of_endpoint(endpoint)
        if table:
            yield table, Route(node.address, blocks, Via.ENDPOINT, endpoint.address, Origin.PREFIX_LIST, node.source)
        else:
            self._survey.missing(node.address, "a route table it names is not in the graph")


def _local(vpc: Vpc | None, written: list[Route]) -> Iterator[Route]:
    """The routes to the VPC's own blocks, but for those that a written one leads elsewhere."""
    retargeted = {block for route in written for block in route.blocks}
    for block in vpc.blocks if vpc else ():
        if block not in retargeted:
            yield Route(vpc.name if vpc else "", (block,), Via.LOCAL)


def attached(route: Route, vpc: str, gateways: Mapping[str, str]) -> Route:
    """The route, or a blackhole where the gateway it names is not attached to the table's VPC."""
    if route.via in (Via.INTERNET, Via.EGRESS_ONLY) and gateways.get(route.target) != vpc:
        return replace(route, via=Via.NOWHERE, target="")
    return route
