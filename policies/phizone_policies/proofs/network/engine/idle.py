"""Subnets out of which nothing arrives whoever sends from them: seen once for each, not once for each interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from phizone_policies.proofs.network.engine.flight import At, Flight, Leg, Sender
from phizone_policies.proofs.network.engine.forward import arrivals
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import FAMILIES, Intervals, normalise, union

_FEWEST = 2
"""How many senders of a subnet are looked at together."""
_GAP = 1 << 16
"""How many addresses between two destinations are looked at with them: as many as a VPC's IPv4 block has at most."""


def worth_following(search: Search, starts: Iterable[Flight]) -> Iterator[Flight]:
    """The packets that may arrive, or come to something unknown: all but those whose whole subnet's do not.

    A subnet's packets are taken together as of one sender that no security group stops, with all addresses and groups,
    to all destinations and what lies between those that are near each other.
    """
    around = {family: normalise(search.goals.destinations[family], _GAP) for family in FAMILIES}
    every, together = list(starts), dict[tuple[str, int], list[Flight]]()
    for flight in every:
        if flight.at is At.LEAVING:
            together.setdefault((flight.place, flight.box.family), []).append(flight)
    idle: dict[tuple[str, int], bool] = {}
    for flight in every:
        key = (flight.place, flight.box.family)
        if key not in idle:
            idle[key] = len(together.get(key, ())) >= _FEWEST and _is_idle(search, together[key], around)
        if not idle[key]:
            yield flight


def _is_idle(search: Search, flights: list[Flight], around: dict[int, Intervals]) -> bool:
    network = search.network
    groups = frozenset[str]().union(*(each.leg.sender.groups for each in flights))
    names = {each.leg.sender.name for each in flights}
    if not groups <= network.groups.keys() or not names.isdisjoint(network.nat_gateways):
        return False
    probe = Search(search.index, search.goals)
    arrived = next(arrivals(probe, [_together(flights, groups, around)]), None)
    watched = {place for each in network.unmodelled for place in each.places}
    return arrived is None and not probe.unknown and watched.isdisjoint(probe.touched)


def _together(flights: list[Flight], groups: frozenset[str], around: dict[int, Intervals]) -> Flight:
    first = flights[0]
    own = first.leg.sender
    public = any(each.leg.sender.public for each in flights)
    sender = Sender(f"anything in {first.place}", (), own.vpc, own.subnet, public, groups, several=True)
    source = union(*{each.box.source for each in flights})
    service = union(*{each.box.service for each in flights})
    box = first.box._replace(source=source, destination=around[first.box.family], service=service)
    return first._replace(box=box, leg=Leg(sender, first.box.family, source))
