"""Ways that packets would go if a route led there: what `blocked` asks for where none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from phizone_policies.proofs.network.engine.flight import At, Flight
from phizone_policies.proofs.network.engine.search import Search
from phizone_policies.proofs.network.model import Route, Subnet, Via

Gate = Callable[[Search, Flight, Subnet, Route], Iterable[Flight]]


def detours(search: Search, flight: Flight | None, subnet: Subnet, gates: Mapping[Via, Gate]) -> Iterator[Flight]:
    """Packets that a route does not lead on, had one led nearer to the goals; if they may, they jump."""
    if flight is None:
        return
    if subnet.vpc in search.goals.within:
        yield from gates[Via.LOCAL](search, flight, subnet, _route(subnet, Via.LOCAL, ""))
        return
    tried = list(_doors(search, subnet))
    for via, target in tried:
        yield from gates[via](search, flight, subnet, _route(subnet, via, target))
    if search.jumps:
        yield from _jump(search, flight, subnet)


def _route(subnet: Subnet, via: Via, target: str) -> Route:
    return Route(subnet.table, (), via, target)


def _doors(search: Search, subnet: Subnet) -> Iterator[tuple[Via, str]]:
    index = search.index
    for peering in index.peerings_of.get(subnet.vpc, ()):
        if any(vpc in search.goals.within for vpc in peering.vpcs):
            yield Via.PEERING, peering.name
    for (gateway, vpc), attachments in index.attachments_of.items():
        if vpc == subnet.vpc and attachments:
            yield Via.TRANSIT, gateway
    if any(search.goals.outside.values()):
        for found in index.gateways_of.get(subnet.vpc, ()):
            yield (Via.EGRESS_ONLY if found.egress_only else Via.INTERNET), found.name
        for nat in search.network.nat_gateways.values():
            if nat.subnet in search.network.subnets and index.vpc_of(nat.subnet) == subnet.vpc:
                yield Via.NAT, nat.name


def _jump(search: Search, flight: Flight, subnet: Subnet) -> Iterator[Flight]:
    if any(search.goals.outside.values()):
        blocked = search.block(flight, subnet.vpc, "has neither an internet gateway nor a way to one")
        if blocked:
            yield blocked._replace(at=At.OUTSIDE, place="")
    for vpc in search.goals.within:
        blocked = search.block(flight, subnet.vpc, f"nothing connects it with {vpc}")
        if blocked:
            yield blocked._replace(at=At.WITHIN, place=vpc, crossed="")
