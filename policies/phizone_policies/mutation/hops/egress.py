"""A way to the internet as mutants add it: a NAT gateway in a subnet that routes to an internet gateway."""

from __future__ import annotations

from phizone_policies.mutation.hops.making import beside, ref
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

EVERYWHERE = "0.0.0.0/0"
"""Every IPv4 address."""


def way_out(vpc: Node, name: str, cidr: str, zone: Value, *routes: dict[str, Value]) -> tuple[Node, ...]:
    """A NAT gateway, which is the first, and all that it needs in its VPC; its subnet has these further routes."""
    subnet = beside(vpc, "aws_subnet", name, vpc_id=ref(vpc), cidr_block=cidr, availability_zone=zone)
    internet = beside(vpc, "aws_internet_gateway", name, vpc_id=ref(vpc))
    nat = beside(vpc, "aws_nat_gateway", name, subnet_id=ref(subnet), allocation_id="eipalloc-0")
    return nat, subnet, internet, *routed(vpc, subnet, {"gateway_id": ref(internet)}, *routes)


def routed(vpc: Node, subnet: Node, onward: dict[str, Value], *routes: dict[str, Value]) -> tuple[Node, Node]:
    """A route table of a subnet's own, with its association; what it does not know it sends onward."""
    told: Value = [{"cidr_block": EVERYWHERE, **onward}, *routes]
    table = beside(vpc, "aws_route_table", subnet.name, vpc_id=ref(vpc), route=told)
    joins: dict[str, Value] = {"subnet_id": ref(subnet), "route_table_id": ref(table)}
    return table, beside(vpc, "aws_route_table_association", subnet.name, **joins)
