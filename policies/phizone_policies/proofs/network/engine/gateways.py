"""Packets at what leads out of a VPC: internet gateways and gateway endpoints.

- An internet gateway takes packets of its own VPC's senders only: IPv4 ones of a sender with a public address, IPv6
  ones of any. So packets that came over a transit gateway do not leave by it, but through a NAT gateway's address.
- An egress-only one takes IPv6 and lets nothing in but answers.
- VPC Block Public Access: `BIDIRECTIONAL` stops both kinds both ways; `INGRESS` leaves egress-only ones and, of
  internet gateways, what NAT gateways send. The subnet at the gateway counts: the one that sends to it, and the first
  one on the way in. Answers pass where what they answer passed.
- A gateway endpoint takes packets of its own VPC's senders only. It counts as a way to others where its policy lets
  requests pass to others' resources, else as none.
"""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.flight import At, Flight
from phizone_policies.proofs.network.engine.search import Search, hidden
from phizone_policies.proofs.network.engine.sets import intersect
from phizone_policies.proofs.network.model import IPV4, IPV6, InternetGateway, Mode, Route, Subnet


def internet(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at an internet gateway or an egress-only one."""
    gateway = search.network.internet_gateways.get(route.target)
    if gateway is None:
        search.note(f"{route.name} leads to the internet gateway {route.target}, which is not in the graph")
        return
    left: Flight | None = flight
    for at, does in _refusals(search, flight, subnet, gateway):
        left = left and search.block(left, at, does)
    left = left and hidden(search, left, gateway.name)
    if left is not None:
        kind = "the egress-only internet gateway" if gateway.egress_only else "the internet gateway"
        hop = Hop(gateway.name, f"{kind} carries it to the internet")
        yield left._replace(at=At.OUTSIDE, place="", trail=left.by(hop), exit=gateway.name)


def _refusals(search: Search, flight: Flight, subnet: Subnet, gateway: InternetGateway) -> Iterator[tuple[str, str]]:
    sender = flight.leg.sender
    if gateway.vpc != subnet.vpc:
        yield gateway.name, f"is attached to {gateway.vpc or 'no VPC'}, not to {subnet.vpc}"
    nat_or_egress_only = gateway.egress_only or sender.name in search.network.nat_gateways
    mode = Mode.OFF if search.answers_internet else search.index.mode(subnet.name)
    if mode is Mode.BIDIRECTIONAL or (mode is Mode.INGRESS and not nat_or_egress_only):
        does = f"VPC Block Public Access stops what {subnet.name} sends to the internet"
        yield search.index.blocks_public_access(subnet.name), does
    if gateway.egress_only and flight.box.family == IPV4:
        yield gateway.name, "carries IPv6 only"
    if sender.vpc != subnet.vpc:
        yield gateway.name, f"takes nothing from {sender.name}, which is not in {subnet.vpc}"
    elif flight.box.family == IPV4 and not sender.public:
        yield gateway.name, f"drops IPv4 of {sender.name}, which has no public address"


def endpoint(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at a gateway endpoint."""
    found = search.network.endpoints.get(route.target)
    if found is None:
        search.note(f"{route.name} leads to the endpoint {route.target}, which is not in the graph")
        return
    sender = flight.leg.sender
    left: Flight | None = flight
    if not found.gateway or found.vpc != subnet.vpc or sender.vpc != subnet.vpc:
        left = search.block(flight, found.name, f"serves senders in {found.vpc} only, not {sender.name}")
    if not found.foreign:
        left = left and search.block(left, found.name, "its policy lets no request pass to others' resources")
    left = left and hidden(search, left, found.name)
    if left is not None:
        does = "; ".join((f"carries it to {found.service}", *found.foreign))
        yield left._replace(at=At.OUTSIDE, place="", trail=left.by(Hop(found.name, does)), exit=found.name)


def outside(search: Search, flight: Flight) -> Iterator[Flight]:
    """Packets on the internet whose destination is an IPv6 address of a VPC: they come in again."""
    box = flight.box
    if box.family != IPV6 or flight.exit in search.network.endpoints:
        return
    for name in search.goals.within:
        inside = intersect(box.destination, search.index.addresses(search.network.vpcs[name].blocks, IPV6))
        for gateway in search.index.gateways_of.get(name, ()) if inside else ():
            if not gateway.egress_only or gateway.name in (search.answering or ()):
                yield flight._replace(at=At.ENTERING, place=gateway.name, box=box._replace(destination=inside))
