"""Packets at what stands between subnets or VPCs: NAT gateways, peering, interfaces that forward, firewalls.

- NAT gateway: TCP, UDP and ICMP only, with its own address as source from there on. The network ACL of its subnet
  applies on the way in and out and that subnet's route table decides. IPv6 passes to 64:ff9b::/96 only (NAT64).
- Peering: both sides accepted; the sender stands in the one VPC and the receiver in the other, so nothing passes
  through; the other VPC's route tables are not asked.
- An interface that forwards has its source/destination check off. It may keep the sender's address or put its own in
  its place (a NAT instance): both are followed. Its security groups have to let the packets in and out.
- A firewall lets through what its rules say: the packets go on and count as conditional, unless it surely drops all.
"""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.edges import into, out_of, through_acl
from phizone_policies.proofs.network.engine.entering import refused_inside
from phizone_policies.proofs.network.engine.flight import At, Flight, Leg, Renamed, Sender
from phizone_policies.proofs.network.engine.internet import NAT64
from phizone_policies.proofs.network.engine.search import Search, hidden
from phizone_policies.proofs.network.engine.sets import Box, Intervals, intersect, services, shift, union
from phizone_policies.proofs.network.model import (
    ICMP,
    ICMPV6,
    IPV4,
    IPV6,
    TCP,
    UDP,
    Interface,
    NatGateway,
    Route,
    Subnet,
    Traffic,
)

_PORTS = union(services(Traffic(TCP)), services(Traffic(UDP)))
_TRANSLATED = union(_PORTS, services(Traffic(ICMP)))
ECHO = {IPV4: services(Traffic(ICMP, (8, 8))), IPV6: services(Traffic(ICMPV6, (128, 128)))}
"""Pings, by family."""


def nat(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at a NAT gateway."""
    gateway = search.network.nat_gateways.get(route.target)
    if gateway is None or gateway.subnet not in search.network.subnets:
        search.note(f"{route.name} leads to the NAT gateway {route.target}, which is not in the graph")
        return
    left: Flight | None = flight
    if search.index.vpc_of(gateway.subnet) != subnet.vpc or search.answering is not None:
        left = search.block(flight, gateway.name, f"is not in {subnet.vpc} or takes no answers")
    left = left and hidden(search, left, gateway.name)
    for each in _crossing(search, left, subnet, gateway.subnet) if left else ():
        yield from _translated(search, each, gateway)


def _crossing(search: Search, flight: Flight, subnet: Subnet, to: str) -> list[Flight]:
    if to == subnet.name:
        return [flight]
    if subnet.name in search.network.internet_gateways and (stop := refused_inside(search, flight, to)):
        blocked = search.block(flight, stop.at, stop.does)
        if blocked is None:
            return []
        flight = blocked
    return through_acl(search, flight, search.network.subnets[to], egress=False)


def _translated(search: Search, flight: Flight, gateway: NatGateway) -> Iterator[Flight]:
    box, offset = flight.box, 0
    if box.family == IPV6:
        offset = NAT64[0][0]
        to = shift(intersect(box.destination, NAT64), -offset)
        box = Box(IPV4, box.source, to, _as_ipv4(box.service))
    else:
        box = box._replace(service=intersect(box.service, _TRANSLATED))
    subnet = search.network.subnets[gateway.subnet]
    own = search.index.free(subnet, IPV4)
    if not own:
        search.note(f"the address of {gateway.name} is not known")
    left: Flight | None = flight
    if not box.destination or not box.service:
        left = search.block(flight, gateway.name, "carries TCP, UDP and ICMP only, of IPv6 what NAT64 turns into IPv4")
        box = flight.box
    if left is None or not own or not box.destination:
        return
    sender = Sender(gateway.name, (gateway.name,), subnet.vpc, subnet.name, gateway.public, frozenset())
    hop = Hop(gateway.name, "puts its own address in place of the sender's")
    yield _renamed(left, sender, box._replace(source=own), hop, offset)


def _as_ipv4(service: Intervals) -> Intervals:
    return union(intersect(service, _PORTS), ECHO[IPV4] if intersect(service, ECHO[IPV6]) else ())


def _renamed(flight: Flight, sender: Sender, box: Box, hop: Hop, offset: int = 0) -> Flight:
    done = flight.leg._replace(source=flight.box.source, offset=offset)
    return flight._replace(
        at=At.LEAVING,
        place=sender.subnet,
        box=box,
        leg=Leg(sender, box.family, box.source, back=done),
        trail=flight.by(Renamed(hop, box.family, box.source, offset)),
        references=True,
        entered=False,
        crossed=sender.subnet,
    )


def peering(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at a peering connection."""
    found = search.network.peerings.get(route.target)
    if found is None:
        search.note(f"{route.name} leads to the peering connection {route.target}, which is not in the graph")
        return
    other = next((vpc for vpc in found.vpcs if vpc != subnet.vpc), "")
    left: Flight | None = flight
    if not found.active or subnet.vpc not in found.vpcs:
        left = search.block(flight, found.name, f"does not connect {subnet.vpc}, or is not accepted")
    if flight.leg.sender.vpc != subnet.vpc:
        left = left and search.block(left, found.name, f"carries nothing that begins outside of {subnet.vpc}")
    if not found.same_region:
        left = left and hidden(search, left, found.name)
    if left is None:
        return
    vpc = search.network.vpcs.get(other)
    if vpc is None:
        search.note(f"{found.name} leads to the VPC {other}, which is not in the graph")
        return
    to = intersect(left.box.destination, search.index.addresses(vpc.blocks, left.box.family))
    if to:
        box = left.box._replace(destination=to)
        hop = Hop(found.name, f"carries it to {other}")
        yield left._replace(at=At.WITHIN, place=other, box=box, trail=left.by(hop), crossed="")


def interface(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at an interface that a route leads to."""
    found = search.network.interfaces.get(route.target)
    if found is None:
        search.note(f"{route.name} leads to the interface {route.target}, which is not in the graph")
        return
    left: Flight | None = flight
    if search.index.vpc_of(found.subnet) != subnet.vpc:
        left = search.block(flight, found.name, f"is not in {subnet.vpc}")
    elif to_itself := intersect(flight.box.destination, search.index.owned(found, flight.box.family)):
        box = flight.box._replace(destination=to_itself)
        yield flight._replace(at=At.WITHIN, place=subnet.vpc, box=box, only=found.name)
    if not found.forwards:
        left = left and search.block(left, found.name, "drops what is not addressed to it: its source check is on")
    left = left and _hidden_to_receiver(search, left, found.name)
    for each in _crossing(search, left, subnet, found.subnet) if left else ():
        for inside in _let(search, each, found, egress=False):
            yield from _forwarded(search, inside, found)


def _hidden_to_receiver(search: Search, flight: Flight, at: str) -> Flight | None:
    """Packets that a route leads to an interface: a rule that names their receiver is void, its own may name theirs."""
    left = hidden(search, flight, at)
    return left and left._replace(references=flight.references)


def _let(search: Search, flight: Flight, found: Interface, egress: bool) -> list[Flight]:
    if search.answering is not None and found.name in search.answering:
        return [flight]
    return (out_of if egress else into)(search, flight, found)


def _forwarded(search: Search, flight: Flight, found: Interface) -> Iterator[Flight]:
    hop = Hop(found.name, "forwards it")
    kept = flight._replace(at=At.LEAVING, place=found.subnet, trail=flight.by(hop), references=False)
    yield from _let(search, kept._replace(crossed=found.subnet), found, egress=True)
    own = search.index.owned(found, flight.box.family)
    if search.answering is None and own:
        vpc = search.index.vpc_of(found.subnet)
        sender = Sender(found.name, (found.name,), vpc, found.subnet, found.public, frozenset(found.groups))
        hop = Hop(found.name, "forwards it with its own address in place of the sender's, as a NAT instance does")
        renamed = _renamed(flight, sender, flight.box._replace(source=own), hop)
        yield from _let(search, renamed, found, egress=True)


def firewall(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at a firewall endpoint."""
    found = search.network.firewalls.get(route.target)
    if found is None or found.subnet not in search.network.subnets:
        search.note(f"{route.name} leads to the firewall {route.target}, which is not in the graph")
        return
    left: Flight | None = flight
    if search.index.vpc_of(found.subnet) != subnet.vpc:
        left = search.block(flight, found.name, f"is not in {subnet.vpc}")
    if found.drops:
        left = left and search.block(left, found.name, "its policy drops everything")
    left = left and hidden(search, left, found.name)
    for each in _crossing(search, left, subnet, found.subnet) if left else ():
        trail = each.by(Hop(found.name, "passes it on where its rules let it through"))
        yield each._replace(at=At.LEAVING, place=found.subnet, trail=trail, conditional=True, crossed=found.subnet)
