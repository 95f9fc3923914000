"""Small random networks, of which the first choices make open filters and few routes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, TypeVar

import pytest

from phizone_policies.proofs.network.model import (
    ANY,
    ICMP,
    IPV4,
    IPV6,
    TCP,
    UDP,
    Acl,
    AclRule,
    Attachment,
    Block,
    Firewall,
    Group,
    GroupRule,
    Interface,
    InternetGateway,
    Kind,
    Mode,
    NatGateway,
    Network,
    Origin,
    Peering,
    Route,
    RouteTable,
    ServiceEndpoint,
    Subnet,
    Traffic,
    TransitRoute,
    TransitTable,
    Unmodelled,
    Via,
    Vpc,
)

Thing = TypeVar("Thing")
ALL4, ALL6 = Block(IPV4, 0, 2**32 - 1), Block(IPV6, 0, 2**128 - 1)
HALVES = (Block(IPV4, 0, 2**31 - 1), Block(IPV4, 2**31, 2**32 - 1))
PUBLIC = (Block(IPV4, 8 << 24, (9 << 24) - 1), Block(IPV6, 0x2A00 << 112, (0x2A01 << 112) - 1))
SERVICE = Block(IPV4, 240 << 24, (240 << 24) + 255)
NAT64 = Block(IPV6, 0x64FF9B << 96, (0x64FF9B << 96) + 2**32 - 1)
TRAFFIC = (
    ANY,
    Traffic(TCP),
    Traffic(TCP, (443, 443)),
    Traffic(UDP, (53, 1024)),
    Traffic(TCP, (1024, 65535)),
    Traffic(ICMP),
)


@dataclass(frozen=True)
class Draw:
    """Choices of one example, the first of each the simplest."""

    below: Callable[[int], int]
    """Chooses a number from 0 that is below another."""

    def one(self, things: Sequence[Thing]) -> Thing:
        """One of them."""
        return things[self.below(len(things))]

    def some(self, things: Sequence[Thing], most: int) -> list[Thing]:
        """Up to so many of them, in their order."""
        chosen = {self.below(len(things)) for _ in range(self.below(most + 1))} if things else set()
        return [things[number] for number in sorted(chosen)]

    def rarely(self, of: int = 4) -> bool:
        """True once in so many."""
        return self.below(of) == of - 1


def _half(block: Block, number: int) -> Block:
    size = (block.last - block.first + 1) // 2
    return Block(block.family, block.first + number * size, block.first + (number + 1) * size - 1)


def _vpcs(draw: Draw) -> dict[str, Vpc]:
    found = {}
    for number in range(draw.one((2, 3, 4))):
        at = 0 if number and draw.rarely(12) else number  # two VPCs of the same addresses
        first, wide = (10 << 24) + (at << 16), 0x2600 << 112 | number << 96
        blocks = [Block(IPV4, first, first + 255)]
        if not draw.rarely(2):
            blocks.append(Block(IPV6, wide, wide + 255))
        found[f"v{number}"] = Vpc(f"v{number}", "111111111111", "us-east-1", "shared", tuple(blocks))
    return found


def _subnets(draw: Draw, vpcs: Mapping[str, Vpc]) -> dict[str, Subnet]:
    found = {}
    for vpc in vpcs.values():
        for number in range(draw.one((2, 1, 2))):
            name = f"{vpc.name}s{number}"
            blocks = tuple(_half(block, number) for block in vpc.blocks)
            acl = draw.one(("open", "open", f"{vpc.name}-acl"))
            found[name] = Subnet(name, vpc.name, draw.one(("z1", "z2")), blocks, f"{name}-table", acl)
    return found


def _interfaces(draw: Draw, subnets: Mapping[str, Subnet]) -> dict[str, Interface]:
    found = {}
    for subnet in subnets.values():
        for number in range(draw.one((1, 2))):
            name = f"{subnet.name}i{number}"
            whole = draw.rarely(3)
            host = tuple(
                Block(block.family, block.first + 10 + number, block.first + 10 + number) for block in subnet.blocks
            )
            groups = draw.some([f"{subnet.vpc}g{each}" for each in range(2)], 2) or [f"{subnet.vpc}g0"]
            kind = draw.one((*[Kind.WORKLOAD] * 6, Kind.ENDPOINT, Kind.SERVICE))
            found[name] = Interface(
                name,
                subnet.name,
                subnet.blocks if whole else host,
                tuple(groups),
                Kind.HYPOTHETICAL if whole else kind,
                public=draw.rarely(2),
                forwards=draw.rarely(3),
            )
    return found


def _places(vpcs: Mapping[str, Vpc], subnets: Mapping[str, Subnet], interfaces: Mapping[str, Interface]) -> list[Block]:
    things = (*vpcs.values(), *subnets.values(), *interfaces.values())
    return [ALL4, ALL6, *PUBLIC, SERVICE, *(block for thing in things for block in thing.blocks)]


def _groups(draw: Draw, vpcs: Mapping[str, Vpc], places: Sequence[Block]) -> dict[str, Group]:
    names = [f"{vpc}g{number}" for vpc in vpcs for number in range(2)]
    found = {}
    for name in names:
        sides = []
        for side in ("in", "out"):
            rules = [GroupRule(f"{name}-{side}-open", ANY, (ALL4, ALL6))]
            if draw.rarely(2):
                rules = [
                    _group_rule(draw, f"{name}-{side}-{number}", names, places)
                    for number in range(draw.one((1, 2, 3, 0)))
                ]
            sides.append(tuple(rules))
        found[name] = Group(name, name[:2], *sides)
    return found


def _group_rule(draw: Draw, name: str, groups: Sequence[str], places: Sequence[Block]) -> GroupRule:
    if draw.rarely(2):
        mine = [group for group in groups if group[:2] == name[:2]]
        return GroupRule(name, draw.one(TRAFFIC), (), (draw.one((*mine, *mine, *groups)),))
    return GroupRule(name, draw.one(TRAFFIC), tuple(draw.some(places, 2)))


def _acls(draw: Draw, vpcs: Mapping[str, Vpc], places: Sequence[Block]) -> dict[str, Acl]:
    every = tuple(AclRule(f"open-{block.family}", 100 + block.family, True, ANY, block) for block in (ALL4, ALL6))
    found = {"open": Acl("open", every, every)}
    for vpc in vpcs:
        sides = []
        for side in ("in", "out"):
            rules = [
                AclRule(f"{vpc}-{side}-{number}", number, draw.rarely(2), draw.one(TRAFFIC), draw.one(places))
                for number in range(1, draw.one((2, 3, 4)))
            ]
            sides.append((*rules, *(() if draw.rarely(4) else every)))
        found[f"{vpc}-acl"] = Acl(f"{vpc}-acl", *sides)
    return found


def _gateways(draw: Draw, vpcs: Mapping[str, Vpc], subnets: Mapping[str, Subnet]) -> dict[str, Any]:
    internet, nats, endpoints, firewalls = {}, {}, {}, {}
    for vpc in vpcs:
        mine = [name for name, subnet in subnets.items() if subnet.vpc == vpc]
        if not draw.rarely(3):
            internet[f"{vpc}-igw"] = InternetGateway(f"{vpc}-igw", vpc)
        if draw.rarely(2):
            internet[f"{vpc}-eigw"] = InternetGateway(f"{vpc}-eigw", vpc, egress_only=True)
        if not draw.rarely(3):
            nats[f"{vpc}-nat"] = NatGateway(f"{vpc}-nat", draw.one(mine), not draw.rarely(3))
        if draw.rarely(3):
            foreign = () if draw.rarely(2) else ("its policy is open",)
            endpoints[f"{vpc}-s3"] = ServiceEndpoint(f"{vpc}-s3", vpc, "s3", True, foreign)
        if draw.rarely(2):
            firewalls[f"{vpc}-fw"] = Firewall(f"{vpc}-fw", draw.one(mine), draw.rarely(4))
    peerings = {
        f"{one}{two}": Peering(f"{one}{two}", (one, two), not draw.rarely(4), not draw.rarely(2))
        for one, two in product(vpcs, vpcs)
        if one < two and not draw.rarely(2)
    }
    return {
        "internet_gateways": internet,
        "nat_gateways": nats,
        "endpoints": endpoints,
        "firewalls": firewalls,
        "peerings": peerings,
    }


def _transit(draw: Draw, vpcs: Mapping[str, Vpc], subnets: Mapping[str, Subnet]) -> dict[str, Any]:
    attachments, two = {}, draw.rarely(6)
    for number, vpc in enumerate(vpcs):
        gateway = "tgw2" if two and number else "tgw"
        mine = [name for name, subnet in subnets.items() if subnet.vpc == vpc]
        attachments[f"{vpc}-at"] = Attachment(
            f"{vpc}-at",
            gateway,
            vpc,
            tuple(draw.some(mine, 2) or mine),
            "" if draw.rarely(12) else draw.one((f"{gateway}-t0", f"{gateway}-t1")),
            accepted=not draw.rarely(12),
            group_references=draw.rarely(2),
        )
    if two:
        for name, gateway, peer in (("p1", "tgw", "p2"), ("p2", "tgw2", "p1")):
            attachments[name] = Attachment(name, gateway, "", (), f"{gateway}-t0", peer, group_references=True)
    tables = {
        f"{gateway}-{name}": TransitTable(
            f"{gateway}-{name}", gateway, _transit_routes(draw, vpcs, attachments, gateway)
        )
        for gateway in ("tgw", "tgw2")[: 1 + two]
        for name in ("t0", "t1")
    }
    return {"attachments": attachments, "transit_tables": tables}


def _transit_routes(
    draw: Draw, vpcs: Mapping[str, Vpc], attachments: Mapping[str, Attachment], gateway: str
) -> tuple[TransitRoute, ...]:
    mine = [name for name, one in attachments.items() if one.gateway == gateway]
    found = {}
    for vpc in vpcs.values():
        for block in (*vpc.blocks, *(_half(block, 1) for block in vpc.blocks)):
            own = f"{vpc.name}-at" if f"{vpc.name}-at" in mine else draw.one(mine)
            target = draw.one((own, own, own, *mine, ""))
            origin = (
                draw.one((Origin.PROPAGATED, Origin.STATIC)) if target and attachments[target].vpc else Origin.STATIC
            )
            if not draw.rarely(3):
                found[block, origin] = TransitRoute(f"to {target or 'nothing'}", block, target, origin)
    for block in (ALL4, ALL6):
        if draw.rarely(2):
            found[block, Origin.STATIC] = TransitRoute("default", block, draw.one(mine), Origin.STATIC)
    return tuple(found.values())


def _tables(draw: Draw, network: Network) -> dict[str, RouteTable]:
    return {
        subnet.table: RouteTable(subnet.table, subnet.vpc, _routes(draw, network, subnet))
        for subnet in network.subnets.values()
    }


def _routes(draw: Draw, network: Network, subnet: Subnet) -> tuple[Route, ...]:
    vpc = network.vpcs[subnet.vpc]
    found = {(vpc.blocks, Origin.STATIC): Route(f"{vpc.name}-local", vpc.blocks, Via.LOCAL)}
    others = [block for one in network.vpcs.values() for block in one.blocks if block not in vpc.blocks]
    for block, via, target in _usual(draw, network, subnet, others) if not draw.rarely(3) else ():
        found[(block,), Origin.STATIC] = Route(f"{vpc.name} to {target}", (block,), via, target)
    destinations = [(ALL4,), *((block,) for block in others), (ALL6,), (PUBLIC[0],), (NAT64,), (SERVICE,), HALVES]
    near = [one for one in network.subnets.values() if one.vpc == vpc.name and _within(network, vpc)]
    mine = [block for one in near for block in one.blocks]
    for blocks in draw.some([*destinations, *((block,) for block in mine)], 6):
        via, target = _target(draw, network, vpc, blocks[0])
        listed = len(blocks) > 1 or blocks == (SERVICE,)
        origin = Origin.PREFIX_LIST if listed else draw.one((Origin.STATIC, Origin.STATIC, Origin.PROPAGATED))
        found[blocks, origin] = Route(f"{vpc.name} to {target or via}", blocks, via, target, origin)
    return tuple(found.values())


def _usual(draw: Draw, network: Network, subnet: Subnet, others: Sequence[Block]) -> Iterator[tuple[Block, Via, str]]:
    """The routes that people write: out by NAT gateway, internet or transit gateway, and to others."""
    nat, internet, hub = f"{subnet.vpc}-nat", f"{subnet.vpc}-igw", network.attachments[f"{subnet.vpc}-at"].gateway
    out = (Via.INTERNET, internet) if internet in network.internet_gateways else (Via.TRANSIT, hub)
    behind = nat in network.nat_gateways and network.nat_gateways[nat].subnet != subnet.name
    yield (ALL4, Via.NAT, nat) if behind else (ALL4, *out)
    yield ALL6, *out
    if behind:
        yield NAT64, Via.NAT, nat
    peers = [name for name, one in network.peerings.items() if subnet.vpc in one.vpcs]
    for block in others:
        owner = next(one.name for one in network.vpcs.values() if block in one.blocks)
        direct = [name for name in peers if owner in network.peerings[name].vpcs]
        yield (block, Via.PEERING, direct[0]) if direct and draw.rarely(2) else (block, Via.TRANSIT, hub)


def _target(draw: Draw, network: Network, vpc: Vpc, block: Block) -> tuple[Via, str]:
    """Somewhere that a route of the VPC may lead; what is likely for the destination stands twice.

    Routes inside the VPC are for whole subnets and lead to NAT gateways, interfaces and firewall endpoints only: AWS
    refuses others.
    """
    found = _within(network, vpc)
    if any(own.first <= block.first <= own.last for own in vpc.blocks):
        return draw.one(found)
    far = block.family == IPV4 and 10 << 24 <= block.first < 11 << 24
    found += [(Via.TRANSIT, "tgw")] * 2 if far else []
    found += [(Via.PEERING, name) for name, one in network.peerings.items() if vpc.name in one.vpcs] * (2 if far else 1)
    for name, gateway in network.internet_gateways.items():
        if gateway.vpc == vpc.name and (block.family == IPV6 or not gateway.egress_only):
            found += [(Via.EGRESS_ONLY if gateway.egress_only else Via.INTERNET, name)] * 2
    if block == SERVICE:
        found += [(Via.ENDPOINT, name) for name in network.endpoints if name.startswith(vpc.name)] * 6
    found += [(Via.TRANSIT, one.gateway) for one in network.attachments.values() if one.vpc == vpc.name]
    if draw.rarely(10):
        return draw.one(((Via.NOWHERE, ""), (Via.UNKNOWN, "a stack reference")))
    return draw.one(found or [(Via.NOWHERE, "")])


def _within(network: Network, vpc: Vpc) -> list[tuple[Via, str]]:
    found = [(Via.NAT, name) for name in network.nat_gateways if name.startswith(vpc.name)] * 2
    found += [(Via.FIREWALL, name) for name in network.firewalls if name.startswith(vpc.name)] * 3
    return found + [(Via.INTERFACE, name) for name in _boxes(network, vpc.name)]


def _boxes(network: Network, vpc: str) -> list[str]:
    """Interfaces of a VPC that a route may lead to: those that there are, which have one address."""
    real = [one for one in network.interfaces.values() if one.kind is not Kind.HYPOTHETICAL]
    return [one.name for one in real if network.subnets[one.subnet].vpc == vpc]


def _ingress(draw: Draw, network: Network) -> Network:
    """The network with a route table at some internet gateway."""
    name = draw.one([*network.vpcs])
    inside = _boxes(network, name)
    targets = [(Via.INTERFACE, one) for one in inside] + [
        (Via.FIREWALL, one) for one in network.firewalls if one.startswith(name)
    ]
    via, target = draw.one(targets or [(Via.LOCAL, "")])
    vpc = network.vpcs[name]
    half = tuple(_half(block, 0) for block in vpc.blocks)
    routes = (Route("ingress local", vpc.blocks, Via.LOCAL), Route("ingress", half, via, target))
    tables = {**network.tables, "ingress": RouteTable("ingress", name, routes)}
    vpcs = {**network.vpcs, name: replace(vpc, gateway_tables={f"{name}-igw": "ingress"})}
    return replace(network, vpcs=vpcs, tables=tables)


def _network(below: Callable[[int], int]) -> Network:
    draw = Draw(below)
    vpcs = _vpcs(draw)
    subnets = _subnets(draw, vpcs)
    interfaces = _interfaces(draw, subnets)
    places = _places(vpcs, subnets, interfaces)
    modes = (Mode.BIDIRECTIONAL, Mode.INGRESS, Mode.OFF)
    network = Network(
        vpcs=vpcs,
        subnets=subnets,
        interfaces=interfaces,
        groups=_groups(draw, vpcs, places),
        acls=_acls(draw, vpcs, places),
        services={"s3/us-east-1": (SERVICE,)},
        blocked={place: draw.one(modes) for place in draw.some([*vpcs, *subnets], 2)} if draw.rarely(6) else {},
        unmodelled=(Unmodelled("vpn", "it is a VPN", tuple(draw.some([*vpcs], 1))),) if draw.rarely(16) else (),
        **_gateways(draw, vpcs, subnets),
        **_transit(draw, vpcs, subnets),
    )
    network = replace(network, tables=_tables(draw, network))
    return _ingress(draw, network) if draw.rarely(8) else network


@pytest.fixture(scope="session")
def drawn() -> Callable[[Callable[[int], int]], Network]:
    """A small network, by a function that chooses a number below another."""
    return _network
