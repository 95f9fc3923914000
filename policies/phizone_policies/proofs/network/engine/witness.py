"""One packet of a set that arrived, and every step of its way with the line that makes it so."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.crossings import ECHO
from phizone_policies.proofs.network.engine.filters import Pass, deciding, narrow
from phizone_policies.proofs.network.engine.flight import Arrival, Filtered, Leg, Renamed, Step
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.returns import Answered, as_begun, steps
from phizone_policies.proofs.network.engine.sets import (
    Box,
    Intervals,
    addresses,
    intersect,
    is_one,
    port_of,
    protocol_of,
    services,
    shift,
    some_address,
    some_service,
    subtract,
    union,
)
from phizone_policies.proofs.network.engine.wording import service_text
from phizone_policies.proofs.network.model import EPHEMERAL, IPV4, IPV6, TCP, UDP, GroupRule
from phizone_policies.proofs.network.question import INTERNET, Packet, Way


def way_of(index: Index, arrival: Arrival, answer: Answered | None) -> Way:
    """One packet of those that arrived: where answers come back, one that is answered."""
    legs = _legs(arrival.flight.leg)
    begun = answer.packets if answer else _begun(arrival, legs)
    box = one_packet(begun)
    start, end = _ends(arrival, legs[0])
    packet = _packet(box, answer.ports if answer else ())
    sources = [*(leg.source for leg in legs[1:-1]), arrival.flight.box.source]
    hops = [Hop(start, f"sends {packet}"), *_hops(index, steps(arrival.flight.trail), box, sources)]
    out = arrival.goal.leads_out if arrival.goal else ()
    return Way(packet, start, end, (*hops, Hop(end, "receives it"), *out))


def one_packet(box: Box) -> Box:
    """A box of one of the packets."""
    destination = some_address(box.destination)
    source = some_address(subtract(box.source, ((destination, destination),)) or box.source)
    if source == destination and not is_one(box.destination):
        destination = some_address(subtract(box.destination, ((source, source),)))
    service = some_service(box.service)
    return Box(box.family, ((source, source),), ((destination, destination),), ((service, service),))


def _legs(leg: Leg | None) -> list[Leg]:
    found: list[Leg] = []
    while leg is not None:
        found.append(leg)
        leg = leg.back
    return found[::-1]


def _begun(arrival: Arrival, legs: list[Leg]) -> Box:
    box, first = arrival.flight.box, legs[0]
    source = first.source if len(legs) > 1 else box.source
    offset = sum(leg.offset for leg in legs)
    return Box(first.family, source, shift(box.destination, offset), as_begun(box.service, arrival.flight.leg))


def _ends(arrival: Arrival, first: Leg) -> tuple[str, str]:
    ends = arrival.goal.members if arrival.goal else (INTERNET,)
    sender = arrival.flight.leg.sender
    starts = first.sender.members
    pairs = ((start, end) for end in ends for start in starts if start != end or sender.several or len(starts) == 1)
    return next(pairs)


def _packet(box: Box, ports: Intervals) -> Packet:
    service = box.service[0][0]
    protocol = protocol_of(service)
    from_port = 0
    if protocol in (TCP, UDP):
        from_port = port_of(ports[0][0]) if ports else EPHEMERAL[0]
    return Packet(box.family, box.source[0][0], box.destination[0][0], protocol, port_of(service), from_port)


def _hops(index: Index, way: list[Step], box: Box, sources: list[Intervals]) -> Iterator[Hop]:
    later = iter(sources)
    for step in way:
        if isinstance(step, Renamed):
            yield step.hop
            box = _renamed(box, step, next(later, step.source))
        elif isinstance(step, Filtered):
            yield _acl_hop(index, step, box) if step.acl else _group_hop(index, step, box)
        else:
            yield step


def _renamed(box: Box, step: Renamed, source: Intervals) -> Box:
    service = box.service
    if step.offset and intersect(service, ECHO[IPV6]):
        service = ECHO[IPV4]
    address = some_address(intersect(source, step.source) or step.source)
    return Box(step.family, ((address, address),), shift(box.destination, -step.offset), service)


def _acl_hop(index: Index, step: Filtered, box: Box) -> Hop:
    subnet = index.network.subnets[step.name]
    rule = deciding(index.network.acls[subnet.acl], step.egress, box)
    way = "out of" if step.egress else "into"
    name, source = (rule.name, rule.source) if rule else (subnet.acl, None)
    return Hop(name, f"network ACL {subnet.acl} lets {service_text(box)} {way} {step.name}", source)


def _group_hop(index: Index, step: Filtered, box: Box) -> Hop:
    interface = index.network.interfaces[step.name]
    way = "out of" if step.egress else "into"
    for name in interface.groups:
        group = index.network.groups.get(name)
        for rule in (group.egress if step.egress else group.ingress) if group else ():
            if narrow(box, Pass(_other_end(index, rule, box.family), services(rule.traffic)), step.egress):
                return Hop(rule.name, f"security group {name} lets {service_text(box)} {way} {step.name}", rule.source)
    return Hop(step.name, f"no security group filters {service_text(box)} {way} it")


def _other_end(index: Index, rule: GroupRule, family: int) -> Intervals:
    return union(addresses(rule.blocks, family), *(index.holders(group, family) for group in rule.groups))
