"""Peerings carry named networks."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.networks import cidr_text, is_world
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_TABLES = ("aws_default_route_table", "aws_route_table")
_PEERING = "vpc_peering_connection_id"
_BLOCKS = ("cidr_block", "ipv6_cidr_block")
_DESTINATIONS = ("destination_cidr_block", "destination_ipv6_cidr_block")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_route", *_TABLES),
    reads=(
        *(f"aws_route.{name}" for name in (*_DESTINATIONS, _PEERING)),
        *(f"{table}.route" for table in _TABLES),
    ),
)
def peering_carries_named_networks(table: Node, view: View) -> Result:
    """No route sends everything into a VPC peering.

    Why: with such a route the other network sees whatever finds no way of its own, addresses typed wrong among it.
    Fix: name the other VPC's block, or the subnet in it that is needed.
    Source: checkov CKV2_AWS_44; Amazon VPC Peering Guide, "Update your route tables"; 45 CFR 164.312(e)(1).
    """
    into = list(_into_peerings(view.graph, table))
    if not into:
        return not_applicable("it has no route into a peering")
    world = next((cidr for cidr in into if is_world(cidr)), None)
    return failed(f"its route of {world} leads into a peering", cidr=world) if world else passed()


def _into_peerings(graph: Graph, table: Node) -> Iterator[str]:
    """The blocks that a route, or the routes of a table, send into a peering."""
    blocks = [dict(table.attributes)] if table.type == "aws_route" else table.blocks("route")
    for block in blocks:
        if inside(table, block, _PEERING):
            values = [inside(table, block, key) for key in (*_BLOCKS, *_DESTINATIONS)]
            yield from (cidr_text(graph, table, value) for value in values if value)
