"""Packets on their way forward, from place to place, until they arrive or nothing is left of them.

Out of a subnet: same subnet, no network ACL and no route table; else the subnet's network ACL, then its route table
by the longest prefix, then what the route leads to. Into a subnet: its network ACL, then the interface's security
groups. Addresses that AWS keeps on the host are never forwarded. Of packets that come to the same place with the same
addresses again nothing is left: they go in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.crossings import firewall, interface, nat, peering
from phizone_policies.proofs.network.engine.detours import Gate, detours
from phizone_policies.proofs.network.engine.edges import into, through_acl
from phizone_policies.proofs.network.engine.entering import entering, refused_inside
from phizone_policies.proofs.network.engine.flight import Arrival, At, Flight, Goal
from phizone_policies.proofs.network.engine.gateways import endpoint, internet, outside
from phizone_policies.proofs.network.engine.internet import NAT64, NEVER_FORWARDED
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import Intervals, intersect, is_one, subtract
from phizone_policies.proofs.network.engine.transit import at_table, transit
from phizone_policies.proofs.network.engine.wording import destination_text
from phizone_policies.proofs.network.model import IPV4, IPV6, Route, RouteTable, Subnet, Via

MOST_STEPS = 3000
"""How many steps a search for what all stops packets takes at most."""


def local(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets to an address of the VPC."""
    yield flight._replace(at=At.WITHIN, place=subnet.vpc, crossed=subnet.name)


def nowhere(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at a route that drops them."""
    yield from ()


def unknown(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets at a route to something that is not known."""
    search.note(f"where {route.name} leads is not known: {route.target}")
    yield from ()


GATES: dict[Via, Gate] = {
    Via.LOCAL: local,
    Via.INTERNET: internet,
    Via.EGRESS_ONLY: internet,
    Via.NAT: nat,
    Via.PEERING: peering,
    Via.TRANSIT: transit,
    Via.ENDPOINT: endpoint,
    Via.INTERFACE: interface,
    Via.FIREWALL: firewall,
    Via.NOWHERE: nowhere,
    Via.UNKNOWN: unknown,
}


def arrivals(search: Search, flights: Iterable[Flight]) -> Iterator[Arrival]:
    """Every way in which packets arrive at a goal, found one by one."""
    left = list(flights)
    while left:
        flight = left.pop()
        for each in _step(search, flight):
            if isinstance(each, Arrival):
                yield each
            else:
                left.append(each)


def least_blocked(search: Search, flights: Iterable[Flight]) -> Arrival | None:
    """The way that the fewest settings block, in a relaxed search for one packet; None where there is none at all."""
    left: list[tuple[int, int, Flight | Arrival]] = []
    count = 0
    for flight in flights:
        heappush(left, (len(flight.blockers), count := count + 1, flight))
    for _ in range(MOST_STEPS):
        if not left:
            return None
        best = heappop(left)[2]
        if isinstance(best, Arrival):
            return best
        for each in _step(search, best):
            heappush(left, (len(_flight(each).blockers), count := count + 1, each))
    return None


def _flight(found: Flight | Arrival) -> Flight:
    return found.flight if isinstance(found, Arrival) else found


def _step(search: Search, flight: Flight) -> Iterator[Flight | Arrival]:
    if flight.at is At.LEAVING:
        yield from _leaving(search, flight)
    elif flight.at is At.WITHIN:
        yield from _within(search, flight)
    elif flight.at is At.TRANSIT:
        yield from at_table(search, flight)
    elif flight.at is At.ENTERING:
        yield from entering(search, flight, GATES)
    else:
        box = flight.box
        if to := intersect(box.destination, search.goals.outside[box.family]):
            yield Arrival(flight._replace(box=box._replace(destination=to)), None)
        yield from outside(search, flight)


def _leaving(search: Search, flight: Flight) -> Iterator[Flight]:
    key = (flight.place, flight.leg.sender.name, flight.box.family)
    if key in flight.seen:
        return
    flight = flight._replace(seen=flight.seen | {key})
    subnet = search.network.subnets[flight.place]
    search.touched.update((subnet.name, subnet.vpc))
    box = flight.box
    own = search.index.addresses(subnet.blocks, box.family)
    if inside := intersect(box.destination, own):
        near = flight._replace(box=box._replace(destination=inside))
        yield near._replace(at=At.WITHIN, place=subnet.vpc)
        if search.relaxed and subnet.vpc not in search.goals.within:
            does = f"has {destination_text(near.box)} itself"
            yield from detours(search, search.block(near, subnet.name, does), subnet, GATES)
    beyond = subtract(subtract(box.destination, own), NEVER_FORWARDED[box.family])
    if beyond:
        yield from _turned_inside(search, flight, beyond, subnet)
        for each in through_acl(search, flight._replace(box=box._replace(destination=beyond)), subnet, egress=True):
            yield from _routed(search, each, subnet)


def _turned_inside(search: Search, flight: Flight, beyond: Intervals, subnet: Subnet) -> Iterator[Flight]:
    """Packets that a NAT gateway of their own subnet, or one that is not known, turns into IPv4.

    The network ACL sees them when they leave the subnet, and so after that. Of other packets it sees the same
    destination before and after.
    """
    table = search.network.tables.get(subnet.table)
    if flight.box.family != IPV6 or table is None or not (to_ipv4 := intersect(beyond, NAT64)):
        return
    for route, to in search.index.route(table, IPV6, to_ipv4)[0]:
        gateway = search.network.nat_gateways.get(route.target)
        if route.via is Via.UNKNOWN or (route.via is Via.NAT and gateway and gateway.subnet == subnet.name):
            part = flight._replace(box=flight.box._replace(destination=to))
            yield from _by_route(search, part, subnet, table, route)


def _routed(search: Search, flight: Flight, subnet: Subnet) -> Iterator[Flight]:
    table = search.network.tables.get(subnet.table)
    if table is None:
        search.note(f"the route table of {subnet.name} is not in the graph")
        return
    parts, left = search.index.route(table, flight.box.family, flight.box.destination)
    for route, to in parts:
        part = flight._replace(box=flight.box._replace(destination=to))
        yield from _by_route(search, part, subnet, table, route)
    if left and search.relaxed:
        rest = flight._replace(box=flight.box._replace(destination=left))
        does = f"has no route to {destination_text(rest.box)}"
        yield from detours(search, search.block(rest, table.name, does), subnet, GATES)


def _by_route(search: Search, flight: Flight, subnet: Subnet, table: RouteTable, route: Route) -> Iterator[Flight]:
    does = f"route table {table.name} leads it to {route.target or route.via.value}"
    yield from GATES[route.via](
        search, flight._replace(trail=flight.by(Hop(route.name, does, route.source))), subnet, route
    )
    if search.relaxed and (route.via is not Via.LOCAL or subnet.vpc not in search.goals.within):
        does = f"leads what goes to {destination_text(flight.box)} to {route.target or route.via.value}"
        yield from detours(search, search.block(flight, route.name, does, route.source), subnet, GATES)


def _within(search: Search, flight: Flight) -> Iterator[Arrival]:
    search.touched.add(flight.place)
    for name, goals in search.goals.within.get(flight.place, {}).items():
        subnet = search.network.subnets[name]
        own = search.index.addresses(subnet.blocks, flight.box.family)
        to = intersect(flight.box.destination, own)
        left = flight._replace(box=flight.box._replace(destination=to)) if to else None
        if left and flight.entered and not flight.crossed and (stop := refused_inside(search, flight, name)):
            left = search.block(left, stop.at, stop.does)
        if left is None:
            continue
        search.touched.add(name)
        for each in [left] if name == flight.crossed else through_acl(search, left, subnet, egress=False):
            for goal in goals:
                yield from _at_goal(search, each, goal)


def _at_goal(search: Search, flight: Flight, goal: Goal) -> Iterator[Arrival]:
    if flight.only:
        if flight.only not in goal.members:
            return
        goal = goal._replace(members=(flight.only,))
    to = intersect(flight.box.destination, goal.addresses[flight.box.family])
    left = flight._replace(box=flight.box._replace(destination=to)) if to else None
    if left and flight.entered and flight.box.family == IPV4 and not goal.public:
        left = search.block(left, goal.members[0], "has no public IPv4 address")
    if left and flight.must_hold is not None and not flight.must_hold & set(goal.groups):
        names = ", ".join(sorted(flight.must_hold))
        left = search.block(left, names, f"{flight.leg.sender.name} sends to interfaces that hold {names} only")
    sender = flight.leg.sender
    if left is None or (sender.members == goal.members and len(sender.members) == 1 and not sender.several):
        return
    if sender.subnet == goal.subnet and left.box.source == left.box.destination and is_one(left.box.source):
        return  # One address of a subnet is never two interfaces'.
    if not goal.filtered:
        yield Arrival(left, goal)
        return
    for each in into(search, left, search.network.interfaces[goal.members[0]]):
        yield Arrival(each, goal)
