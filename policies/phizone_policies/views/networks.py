"""A VPC's subnets, route tables and ways out, which name it by reference or by id."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from phizone_policies.views.blocks import inside
from phizone_policies.views.naming import is_named, named_node, naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Value

VPCS = ("aws_vpc", "aws_default_vpc")
"""Types of VPCs."""
SUBNETS = ("aws_subnet", "aws_default_subnet")
"""Types of subnets."""
_ATTACHED = (
    "aws_internet_gateway",
    "aws_internet_gateway_attachment",
    "aws_egress_only_internet_gateway",
    "aws_ec2_carrier_gateway",
)
_TARGETS = ("gateway_id", "egress_only_gateway_id", "nat_gateway_id", "carrier_gateway_id")
_WAYS_OUT = (*_ATTACHED, "aws_nat_gateway")
_ROUTES = ("aws_route",)
_DEFAULT = ("default_route_table_id", "main_route_table_id")
_IDS = ("igw-", "eigw-", "nat-", "cagw-")
# A block this large holds public addresses of many owners, whoever it is said to be for.
_LARGEST_PEER = {4: 8, 6: 7}


def in_vpc(graph: Graph, vpc: Node, *types: str) -> tuple[Node, ...]:
    """The nodes of these types whose `vpc_id` names a VPC. Raises: UnknownValue."""
    return naming(graph, vpc, types, "vpc_id")


def vpc_of(graph: Graph, node: Node) -> Node | None:
    """The VPC that a node's `vpc_id` names; None for one that the graph does not hold. Raises: UnknownValue."""
    return named_node(graph, node.get("vpc_id"), VPCS)


def subnet(graph: Graph, value: Value) -> Node | None:
    """The subnet that a value names; None for one that the graph does not hold."""
    return named_node(graph, value, SUBNETS)


def ways_out(graph: Graph, vpc: Node) -> Iterator[tuple[Node, str]]:
    """Every (node, what it does) that opens a VPC to the internet. Raises: UnknownValue."""
    if vpc.type == "aws_default_vpc":
        yield vpc, "AWS's default VPC has an internet gateway"
    for gateway in in_vpc(graph, vpc, *_ATTACHED):
        yield gateway, f"{gateway.address} is attached to it"
    for gateway in graph.of_type("aws_nat_gateway"):
        if _is_public(gateway) and _stands_in(graph, vpc, gateway):
            yield gateway, f"{gateway.address} stands in it"
    for node, block in _routes(graph, vpc):
        for target in _TARGETS:
            if _leads_out(graph, node, target, inside(node, block, target)):
                yield node, f"{node.address} has a route to {_shown(block[target])}"


def is_world(cidr: str) -> bool:
    """Whether a block is the whole internet or so much of it that it names nobody."""
    try:
        block = ip_network(cidr, strict=False)
    except ValueError:
        return False
    return block.prefixlen < _LARGEST_PEER[block.version]


def cidr_text(graph: Graph, node: Node, value: Value) -> str:
    """The block that a value is, or the name of the network whose block it is. Raises: UnknownValue."""
    found = identity(graph, value)
    if isinstance(found, str):
        return found
    target = graph.target(value)
    if target is not None and target.type.removeprefix("data.") in (*VPCS, *SUBNETS):
        return str(found)
    raise UnknownValue(node.address, "cidr", f"the block is {_shown(value)}")


def _routes(graph: Graph, vpc: Node) -> Iterator[tuple[Node, dict[str, Value]]]:
    """Every route of the VPC's tables, inline or a resource of its own, as its node and attributes."""
    tables = (*in_vpc(graph, vpc, "aws_route_table"), *_default_tables(graph, vpc))
    for table in tables:
        for route in table.blocks("route"):
            yield table, route
    alone = [node for table in tables for node in naming(graph, table, _ROUTES, "route_table_id")]
    for node in (*alone, *naming(graph, vpc, _ROUTES, "route_table_id", *_DEFAULT)):
        yield node, dict(node.attributes)


def _default_tables(graph: Graph, vpc: Node) -> tuple[Node, ...]:
    return naming(graph, vpc, ("aws_default_route_table",), "default_route_table_id", *_DEFAULT)


def _stands_in(graph: Graph, vpc: Node, gateway: Node) -> bool:
    """Whether a NAT gateway is of this VPC: by its subnet, or by itself where it spans the region's zones."""
    if is_named(graph, vpc, gateway.get("vpc_id")):
        return True
    found = subnet(graph, gateway.get("subnet_id"))
    return found is not None and is_named(graph, vpc, found.get("vpc_id"))


def _is_public(gateway: Node) -> bool:
    return gateway.get("connectivity_type") != "private"


def _leads_out(graph: Graph, node: Node, path: str, value: Value) -> bool:
    if isinstance(value, Ref):
        target = graph.find(value.address)
        if target is None:
            raise UnknownValue(node.address, path, f"{value.address} is not in the graph")
        kind = target.type.removeprefix("data.")
        return _is_public(target) if kind == "aws_nat_gateway" else kind in _WAYS_OUT
    return isinstance(value, str) and value.startswith(_IDS)


def _shown(value: Value) -> str:
    return value.address if isinstance(value, Ref) else str(value)
