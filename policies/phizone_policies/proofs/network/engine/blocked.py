"""Why nothing arrives: every setting that stops a packet on the way that the fewest stop.

For some sources and targets one packet each is taken, with a service that both ends let through if there is any. It
goes on as if nothing stopped it, also over routes that could be there, and the way with the fewest stops is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.flight import Flight, Goal
from phizone_policies.proofs.network.engine.forward import least_blocked
from phizone_policies.proofs.network.engine.goals import Goals
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import FAMILIES, Intervals, intersect, union
from phizone_policies.proofs.network.engine.starts import sent
from phizone_policies.proofs.network.engine.witness import one_packet
from phizone_policies.proofs.network.model import Kind
from phizone_policies.proofs.network.question import Ends

MOST = 4
"""How many sources, and how many targets, are tried."""


def blockers(index: Index, goals: Goals, starts: Sequence[Flight], sources: Ends) -> tuple[Hop, ...]:
    """The fewest settings found that stop packets on one way from a start to a goal."""
    best: tuple[Hop, ...] = () if starts else tuple(_why_none(index, goals, sources))
    for flight in starts[:MOST]:
        for one in islice(_each(index, goals, flight.box.family), MOST):
            found = _fewest(index, one, flight)
            if found and (not best or len(found) < len(best)):
                best = found
    return best


def _why_none(index: Index, goals: Goals, sources: Ends) -> Iterator[Hop]:
    """Why no packet begins anywhere."""
    for name in sources.cut_off[:MOST]:
        yield Hop(name, "computes under network isolation: nothing begins there")
    endpoints = (name for name in sources.interfaces if index.network.interfaces[name].kind is Kind.ENDPOINT)
    for name in islice(endpoints, MOST):
        yield Hop(name, "belongs to an interface endpoint, which begins nothing")
    for vpc in islice(goals.within if sources.outside or sources.managed else (), MOST):
        if not any(not gateway.egress_only for gateway in index.gateways_of.get(vpc, ())):
            yield Hop(vpc, "has no internet gateway")


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
    family = flight.box.family
    service = _service(index, goals, flight)
    box = one_packet(flight.box._replace(destination=goals.destinations[family], service=service))
    start = flight._replace(box=box)
    for jumps in (False, True):
        search = Search(index, goals, relaxed=True, jumps=jumps)
        if found := least_blocked(search, sent(search, start)):
            return found.flight.blockers
    return ()


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
