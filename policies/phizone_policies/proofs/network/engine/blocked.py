"""Why nothing arrives: every setting that stops a packet on the way that the fewest stop.

For some sources and targets one packet each is taken, with a service that both ends let through if there is any. It
goes on as if nothing stopped it, also over routes that could be there, and the way with the fewest stops is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.edges import out_of
from phizone_policies.proofs.network.engine.flight import At, Flight, Goal
from phizone_policies.proofs.network.engine.forward import least_blocked
from phizone_policies.proofs.network.engine.goals import Goals
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import FAMILIES, Intervals, intersect, union
from phizone_policies.proofs.network.engine.witness import one_packet

MOST = 4
"""How many sources, and how many targets, are tried."""


def blockers(index: Index, goals: Goals, starts: Sequence[Flight]) -> tuple[Hop, ...]:
    """The fewest settings found that stop packets on one way from a start to a goal."""
    best: tuple[Hop, ...] = ()
    for flight in starts[:MOST]:
        for one in islice(_each(index, goals, flight.box.family), MOST):
            found = _fewest(index, one, flight)
            if found and (not best or len(found) < len(best)):
                best = found
    return best


def _each(index: Index, goals: Goals, family: int) -> Iterator[Goals]:
    """Goals of one target each."""
    nothing: dict[int, Intervals] = dict.fromkeys(FAMILIES, ())
    if goals.outside[family]:
        yield Goals({}, {**nothing, family: goals.outside[family]}, nat=False)
    for vpc, subnets in goals.within.items():
        for subnet, found in subnets.items():
            for goal in found:
                if goal.addresses[family]:
                    yield Goals({vpc: {subnet: [goal]}}, nothing, nat=False)


def _fewest(index: Index, goals: Goals, flight: Flight) -> tuple[Hop, ...]:
    search = Search(index, goals, relaxed=True)
    family = flight.box.family
    service = _service(index, goals, flight)
    box = one_packet(flight.box._replace(destination=goals.destinations[family], service=service))
    start = flight._replace(box=box)
    interface = index.network.interfaces.get(flight.leg.sender.name)
    flights = [start] if flight.at is not At.LEAVING or interface is None else out_of(search, start, interface)
    found = least_blocked(search, flights)
    return found.flight.blockers if found else ()


def _service(index: Index, goals: Goals, flight: Flight) -> Intervals:
    """Services that the source may send and the targets receive, or the nearest to that."""
    family = flight.box.family
    sent = _all(index, tuple(sorted(flight.leg.sender.groups)), family, egress=True)
    received = union(*(_all(index, goal.groups, family, egress=False) for goal in _goals(goals)))
    asked = flight.box.service
    sent, received = intersect(asked, sent), intersect(asked, received)
    return intersect(sent, received) or received or sent or asked


def _goals(goals: Goals) -> Iterator[Goal]:
    for subnets in goals.within.values():
        for found in subnets.values():
            yield from found


def _all(index: Index, groups: tuple[str, ...], family: int, egress: bool) -> Intervals:
    return union(*(each.services for each in index.filter(groups, egress).passes[family])) if groups else ()
