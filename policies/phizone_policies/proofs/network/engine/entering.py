"""Packets from the internet on their way into a VPC.

An IPv4 packet goes to a public address and is written here with the private one that it stands for; an IPv6 one goes to
any address. A route table of the gateway may lead it to an interface that forwards or to a firewall first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.detours import Gate
from phizone_policies.proofs.network.engine.flight import At, Flight
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.engine.sets import intersect
from phizone_policies.proofs.network.model import IPV4, Mode, Route, Subnet, Via


def entering(search: Search, flight: Flight, gates: Mapping[Via, Gate]) -> Iterator[Flight]:
    """Packets at an internet gateway."""
    gateway = search.network.internet_gateways[flight.place]
    left = _public_only(search, flight, gateway.vpc)
    if left is None:
        return
    hop = Hop(gateway.name, f"lets it into {gateway.vpc}")
    left = left._replace(at=At.WITHIN, place=gateway.vpc, trail=left.by(hop))
    name = search.network.vpcs[gateway.vpc].gateway_tables.get(gateway.name)
    if not name:
        yield left
        return
    table = search.network.tables.get(name)
    if table is None:
        search.note(f"{name}, the route table of {gateway.name}, is not in the graph")
        return
    edge = Subnet(gateway.name, gateway.vpc, "", (), name, "")
    parts, _ = search.index.route(table, left.box.family, left.box.destination)
    for route, to in parts:
        part = left._replace(box=left.box._replace(destination=to))
        if route.via is Via.LOCAL:
            yield part
        elif route.via in (Via.INTERFACE, Via.FIREWALL, Via.UNKNOWN):
            does = f"route table {name} leads it to {route.target}"
            step = part._replace(trail=part.by(Hop(route.name, does, route.source)))
            yield from gates[route.via](search, step, edge, route)


def refused_inside(search: Search, flight: Flight, subnet: str) -> Hop | None:
    """What keeps packets from the internet out of a subnet; None where nothing does.

    A subnet takes part where its route table has a route to an internet gateway, whichever addresses that is for.
    """
    if search.answers_internet:
        return None
    if search.index.mode(subnet) is not Mode.OFF:
        does = f"VPC Block Public Access stops what comes from the internet to {subnet}"
        return Hop(search.index.blocks_public_access(subnet), does)
    routes = _by_gateway(search, flight, subnet)
    if any(route.via is Via.INTERNET for route in routes):
        return None
    for route in routes:
        search.note(f"{route.name}: {route.target}")
    table = search.network.subnets[subnet].table
    return Hop(table, f"has no route to an internet gateway, so nothing comes into {subnet} by one")


def _by_gateway(search: Search, flight: Flight, subnet: str) -> list[Route]:
    """The routes of a subnet, for the packets' family, that lead to an internet gateway or may do so."""
    name = search.network.subnets[subnet].table
    table = search.network.tables.get(name)
    if table is None:
        search.note(f"{name}, the route table of {subnet}, is not in the graph")
    return [
        route
        for route in (table.routes if table else ())
        if route.via in (Via.INTERNET, Via.UNKNOWN) and any(each.family == flight.box.family for each in route.blocks)
    ]


def _public_only(search: Search, flight: Flight, vpc: str) -> Flight | None:
    """Packets that an internet gateway takes in: a public IPv4 address is written as the private one it stands for."""
    box = flight.box
    own = search.index.addresses(search.network.vpcs[vpc].blocks, box.family)
    where = intersect(box.destination, own)
    if box.family == IPV4 and not search.relaxed:
        where = intersect(where, search.goals.public(vpc))
    if not where:
        return None
    return flight._replace(box=box._replace(destination=where), entered=True, crossed="", references=False)
