"""Packets where they begin."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.network.engine.edges import out_of
from phizone_policies.proofs.network.engine.flight import OUTSIDER, At, Flight, Leg, Sender, Trail
from phizone_policies.proofs.network.engine.goals import alike
from phizone_policies.proofs.network.engine.internet import public
from phizone_policies.proofs.network.engine.managed import managed_hops
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import (
    FAMILIES,
    Box,
    Intervals,
    addresses,
    intersect,
    services,
    subtract,
)
from phizone_policies.proofs.network.model import ICMP, ICMPV6, IPV4, IPV6, Interface, Kind, Traffic
from phizone_policies.proofs.network.question import Ends

OTHER_ICMP = {IPV4: services(Traffic(ICMPV6)), IPV6: services(Traffic(ICMP))}
"""Services that a family does not have."""


def starts_of(search: Search, sources: Ends, traffic: Traffic) -> Iterator[Flight]:
    """Packets of some traffic to any goal at each source, before any filter."""
    asked = {family: subtract(services(traffic), OTHER_ICMP[family]) for family in FAMILIES}
    for members in alike(search.index, sources.interfaces).values():
        if members[0].kind is not Kind.ENDPOINT:
            yield from _at_interface(search, members, asked)
    yield from _from_outside(search, sources, asked)


def _at_interface(search: Search, members: list[Interface], asked: dict[int, Intervals]) -> Iterator[Flight]:
    first = members[0]
    vpc = search.index.vpc_of(first.subnet)
    names = tuple(each.name for each in members)
    several = first.kind is Kind.HYPOTHETICAL
    sender = Sender(first.name, names, vpc, first.subnet, first.public, frozenset(first.groups), several)
    for family in FAMILIES:
        source = search.index.owned(first, family)
        to = search.goals.destinations[family]
        if source and to and asked[family]:
            box = Box(family, source, to, asked[family])
            yield Flight(At.LEAVING, first.subnet, box, Leg(sender, family, source), crossed=first.subnet)


def _from_outside(search: Search, sources: Ends, asked: dict[int, Intervals]) -> Iterator[Flight]:
    """Packets of the internet at each gateway of a VPC with goals; what AWS's networks send has unknown addresses."""
    trail = _managed_trail(search, sources)
    for family in FAMILIES if sources.outside or sources.managed else ():
        source = public(search.network, family)
        if not sources.managed:
            source = intersect(source, addresses(sources.outside, family))
        to = search.goals.destinations[family]
        for vpc in search.goals.within if source and to and asked[family] else ():
            for gateway in search.index.gateways_of.get(vpc, ()):
                if not gateway.egress_only:
                    box = Box(family, source, to, asked[family])
                    yield Flight(At.ENTERING, gateway.name, box, Leg(OUTSIDER, family, source), trail)


def sent(search: Search, flight: Flight) -> list[Flight]:
    """Packets that get out of where they begin: an interface's security groups let them."""
    interface = search.network.interfaces.get(flight.leg.sender.name)
    return [flight] if interface is None else out_of(search, flight, interface)


def _managed_trail(search: Search, sources: Ends) -> Trail | None:
    trail: Trail | None = None
    for hop in managed_hops(search.network, sources.managed) if not sources.outside else ():
        trail = Trail(hop, trail)
    return trail
