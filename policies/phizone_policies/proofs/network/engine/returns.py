"""Whether what answers packets comes back to where they began.

What answers has source and destination the other way round and goes to the port the packets came from, which is 1024 to
65535 (`EPHEMERAL`) for TCP and UDP; ICMP of any type is answered by any type. Security groups on the way of the packets
let answers through, those of other interfaces do not know them; network ACLs and routes are asked anew, from the
receiver to each gateway that put its address in place of the sender's, backwards. From the internet answers come by the
gateway by which the packets left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.crossings import ECHO
from phizone_policies.proofs.network.engine.flight import (
    OUTSIDER,
    Arrival,
    At,
    Filtered,
    Flight,
    Leg,
    Sender,
    Step,
    Trail,
)
from phizone_policies.proofs.network.engine.forward import arrivals
from phizone_policies.proofs.network.engine.goals import goal_of
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import Box, Intervals, intersect, services, shift, subtract, union
from phizone_policies.proofs.network.model import EPHEMERAL, ICMP, ICMPV6, IPV4, IPV6, TCP, UDP, Traffic

_TYPES = (0, 255)
_PORTS = union(services(Traffic(TCP)), services(Traffic(UDP)))
_NAMED = union(*(services(Traffic(protocol)) for protocol in (TCP, UDP, ICMP, ICMPV6)))


def steps(trail: Trail | None) -> list[Step]:
    """The steps of a way, first step first."""
    found: list[Step] = []
    while trail is not None:
        found.append(trail.step)
        trail = trail.back
    return found[::-1]


class Answered(NamedTuple):
    """Packets whose answers come back."""

    packets: Box
    """The packets as they began."""
    ports: Intervals
    """What the answers are addressed to, as services: of TCP and UDP the ports the packets come from."""


def answered(index: Index, arrival: Arrival) -> Answered | None:
    """Those of the packets that arrived whose answers come back; None where none does."""
    flight = arrival.flight
    names = frozenset(_name(step) for step in steps(flight.trail))
    for asked, answer in _answers(flight.box):
        sent = Box(flight.box.family, flight.box.destination, flight.box.source, answer)
        for back in _home(index, _answering(index, arrival, sent), flight.leg, names):
            service = asked if answer is not asked else back.service
            begun = as_begun(service, flight.leg)
            return Answered(Box(back.family, back.destination, back.source, begun), back.service)
    return None


def as_begun(service: Intervals, leg: Leg | None) -> Intervals:
    """Services as they were before NAT64, if there was any on the way."""
    while leg is not None:
        if leg.offset and intersect(service, ECHO[IPV4]):
            return ECHO[IPV6]
        leg = leg.back
    return service


def _answering(index: Index, arrival: Arrival, sent: Box) -> Flight:
    goal, left = arrival.goal, arrival.flight.exit
    if goal is not None:
        vpc = index.vpc_of(goal.subnet)
        groups = frozenset(goal.groups)
        sender = Sender(goal.members[0], goal.members, vpc, goal.subnet, goal.public, groups, several=True)
        leg = Leg(sender, sent.family, sent.source)
        return Flight(At.LEAVING, goal.subnet, sent, leg, crossed=goal.subnet)
    leg = Leg(OUTSIDER, sent.family, sent.source)
    if left in index.network.endpoints:
        return Flight(At.WITHIN, index.network.endpoints[left].vpc, sent, leg)
    return Flight(At.ENTERING, left, sent, leg)


def _home(index: Index, flight: Flight, leg: Leg, names: frozenset[str]) -> Iterator[Box]:
    search = Search(index, goal_of(leg), answering=names)
    for found in arrivals(search, [flight]):
        box = found.flight.box
        if leg.back is None:
            yield box
        else:
            yield from _home(index, _given_back(found.flight, leg, leg.back), leg.back, names)


def _given_back(flight: Flight, leg: Leg, back: Leg) -> Flight:
    """Answers at a gateway that put its address in place of the sender's: they go on to the sender."""
    box, service = flight.box, flight.box.service
    if intersect(service, _PORTS):
        service = services(Traffic(service[0][0] >> 16, EPHEMERAL))
    elif back.offset:
        service = services(Traffic(ICMPV6, _TYPES))
    box = Box(back.family, shift(box.source, back.offset), back.source, service)
    at = leg.sender.subnet
    return Flight(At.LEAVING, at, box, Leg(flight.leg.sender, back.family, box.source), crossed=at)


def _name(step: Step) -> str:
    if isinstance(step, Filtered):
        return step.name
    return step.at if isinstance(step, Hop) else step.hop.at


def _answers(box: Box) -> Iterator[tuple[Intervals, Intervals]]:
    for protocol in (TCP, UDP):
        if asked := intersect(box.service, services(Traffic(protocol))):
            yield asked, services(Traffic(protocol, EPHEMERAL))
    for protocol in (ICMP, ICMPV6):
        if asked := intersect(box.service, services(Traffic(protocol))):
            yield asked, services(Traffic(protocol, _TYPES))
    if asked := subtract(box.service, _NAMED):
        yield asked, asked
