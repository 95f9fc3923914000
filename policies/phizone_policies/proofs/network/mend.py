"""Which resource on the way of a packet to mend: the one whose setting opens the way."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import Network
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_OPENERS = (
    "aws_ec2_transit_gateway_route_table_propagation",
    "aws_ec2_transit_gateway_route",
    "aws_route",
    "aws_vpc_peering_connection",
    "aws_route53_resolver_rule*",
    "aws_*_route_table",
    "aws_route_table",
    "aws_vpc_security_group_ingress_rule",
    "aws_security_group_rule",
    "aws_*security_group",
    "aws_vpc_security_group_egress_rule",
    "aws_*_gateway*",
    "*",
)
"""Types from what joins two places to what only stands on the way: routes, then rules, then gateways."""


def to_mend(graph: Graph, network: Network, hops: Iterable[Hop]) -> Node | None:
    """The resource of the hops that opens the way; None where no resource of the graph is on it.

    An endpoint whose policy lets requests on goes before all, and what passes requests on by itself.
    """
    on_the_way = [node for hop in hops if (node := graph.find(hop.at)) is not None]
    leading = {each.name for each in network.endpoints.values() if each.foreign}
    leading |= {each.name for each in network.managed} | {each.name for each in network.proxies}
    for node in on_the_way:
        if node.address in leading:
            return _policy_of(graph, node)
    return min(on_the_way, key=_rank, default=None)


def _policy_of(graph: Graph, node: Node) -> Node:
    alone = naming(graph, node, ("aws_vpc_endpoint_policy",), "vpc_endpoint_id")
    return alone[-1] if alone else node


def _rank(node: Node) -> int:
    return next(rank for rank, pattern in enumerate(_OPENERS) if fnmatchcase(node.type, pattern))
