"""Route tables as partitions of the addresses: which route decides on which destinations.

The longest prefix decides, then static before prefix list before propagated; IPv4 and IPv6 are apart. Inside the VPC's
own blocks no propagated route stands, and others only to the whole of a subnet, by a NAT gateway, an interface or a
firewall: AWS refuses the rest. Of equal prefixes one that is not `LOCAL` replaces it. A transit gateway keeps no
propagated route to another transit gateway. Source: Amazon VPC User Guide, "Route priority"; Transit Gateway guide.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from heapq import heappop, heappush
from itertools import pairwise
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from phizone_policies.proofs.network.engine.sets import Intervals, normalise
from phizone_policies.proofs.network.model import (
    Attachment,
    Block,
    Origin,
    Route,
    RouteTable,
    TransitRoute,
    TransitTable,
    Via,
)

_REFUSED = "inside a VPC AWS takes routes to a whole subnet only, by a NAT gateway, an interface or a firewall"
R = TypeVar("R", Route, TransitRoute)
_last = itemgetter(1)
_RANK = {Origin.STATIC: 0, Origin.PREFIX_LIST: 1, Origin.PROPAGATED: 2}
_MAY_SPLIT_LOCAL = (Via.NAT, Via.INTERFACE, Via.FIREWALL, Via.UNKNOWN)


class Entry(NamedTuple, Generic[R]):
    """A route with one of its blocks."""

    block: Block
    """A destination."""
    rank: tuple[int, ...]
    """Of equal prefixes the lowest decides."""
    route: R
    """The route."""


class Part(NamedTuple, Generic[R]):
    """Destinations on which one route decides."""

    route: R
    """The route."""
    addresses: Intervals
    """The destinations."""


def vpc_entries(table: RouteTable, subnets: Iterable[Block]) -> list[Entry[Route]]:
    """The routes of a VPC's table that AWS obeys; what it would refuse leads to what is not known."""
    local = [block for route in table.routes if route.via is Via.LOCAL for block in route.blocks]
    whole = set(subnets)
    return [
        Entry(block, (_RANK[route.origin], route.via is Via.LOCAL, order), obeyed)
        for order, route in enumerate(table.routes)
        for block in route.blocks
        if (obeyed := route if route.via is Via.LOCAL else _obeyed(route, block, local, whole))
    ]


def _obeyed(route: Route, block: Block, local: list[Block], whole: set[Block]) -> Route | None:
    overlapping = [each for each in local if _inside(block, each)]
    if route.origin is Origin.PROPAGATED:
        return None if overlapping else route
    if all(block == each for each in overlapping) or (route.via in _MAY_SPLIT_LOCAL and block in whole):
        return route
    return replace(route, via=Via.UNKNOWN, target=_REFUSED)


def _inside(one: Block, other: Block) -> bool:
    return one.family == other.family and other.first <= one.first and one.last <= other.last


def transit_entries(table: TransitTable, attachments: dict[str, Attachment]) -> list[Entry[TransitRoute]]:
    """The routes of a transit gateway's table that AWS obeys."""
    return [
        Entry(route.block, (_RANK[route.origin], order), route)
        for order, route in enumerate(table.routes)
        if not (route.origin is Origin.PROPAGATED and _leads_to_peer(route, attachments))
    ]


def _leads_to_peer(route: TransitRoute, attachments: dict[str, Attachment]) -> bool:
    attachment = attachments.get(route.attachment)
    return attachment is not None and not attachment.vpc


def partition(entries: Iterable[Entry[R]], family: int) -> list[tuple[int, int, R]]:
    """Which route decides where: disjoint sorted intervals of one family; what is in none has no route."""
    own = sorted((each for each in entries if each.block.family == family), key=lambda each: each.block.first)
    edges = sorted({edge for each in own for edge in (each.block.first, each.block.last + 1)})
    active: list[tuple[int, tuple[int, ...], int, Entry[R]]] = []
    found: list[tuple[int, int, R]] = []
    at = 0
    for first, after in pairwise(edges):
        while at < len(own) and own[at].block.first == first:
            block = own[at].block
            heappush(active, (block.last - block.first, own[at].rank, at, own[at]))
            at += 1
        while active and active[0][3].block.last < first:
            heappop(active)
        if active:
            found.append((first, after - 1, active[0][3].route))
    return found


def split(parts: list[tuple[int, int, R]], destinations: Intervals) -> tuple[list[Part[R]], Intervals]:
    """Destinations by the route that decides on them, and those without a route."""
    by_route: dict[int, tuple[R, list[tuple[int, int]]]] = {}
    left: list[tuple[int, int]] = []
    for first, last in destinations:
        here, at = first, bisect_left(parts, first, key=_last)
        while at < len(parts) and parts[at][0] <= last:
            low, high, route = parts[at]
            if low > here:
                left.append((here, low - 1))
            by_route.setdefault(id(route), (route, []))[1].append((max(low, here), min(high, last)))
            here = high + 1
            at += 1
        if here <= last:
            left.append((here, last))
    return [Part(route, normalise(pairs)) for route, pairs in by_route.values()], normalise(left)
