"""Which route a packet takes. Source: Amazon VPC User Guide, "Route priority"; Transit Gateway guide, "Routing"."""

from __future__ import annotations

from phizone_policies.proofs.network.model import Block, Origin, Route, RouteTable, TransitRoute, TransitTable, Via
from phizone_policies.proofs.network.walker.journey import Stopped
from phizone_policies.proofs.network.walker.rules import shown, within

BEFORE = (Origin.STATIC, Origin.PREFIX_LIST, Origin.PROPAGATED)
"""Of equal prefixes the first wins."""


def route_for(table: RouteTable, family: int, address: int) -> Route:
    """The route of the longest prefix that holds the address, then that of the first origin.

    Where a local route holds it, no propagated one does, however long its prefix.
    """
    holding = [route for route in table.routes if within(family, address, route.blocks)]
    if any(route.via is Via.LOCAL for route in holding):
        holding = [route for route in holding if route.origin is not Origin.PROPAGATED]
    found = [
        (_size(block), BEFORE.index(route.origin), number, route)
        for number, route in enumerate(holding)
        for block in route.blocks
        if within(family, address, (block,))
    ]
    if not found:
        raise Stopped(table.name, f"has no route for {shown(family, address)}")
    return min(found, key=lambda one: one[:3])[3]


def transit_route_for(table: TransitTable, family: int, address: int) -> TransitRoute:
    """The same in a table of a transit gateway."""
    found = [
        (_size(route.block), BEFORE.index(route.origin), number, route)
        for number, route in enumerate(table.routes)
        if within(family, address, (route.block,))
    ]
    if not found:
        raise Stopped(table.name, f"has no route for {shown(family, address)}")
    return min(found, key=lambda one: one[:3])[3]


def _size(block: Block) -> int:
    return block.last - block.first
