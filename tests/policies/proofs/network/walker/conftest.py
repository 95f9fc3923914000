"""Two VPCs of two subnets with everything that may join them, all filters open, and no route but the local ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from phizone_policies.proofs.network.model import (
    ANY,
    IPV4,
    TCP,
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
    NatGateway,
    Network,
    Origin,
    Peering,
    Route,
    RouteTable,
    ServiceEndpoint,
    Subnet,
    TransitRoute,
    TransitTable,
    Via,
    Vpc,
)
from phizone_policies.proofs.network.question import Packet, Walk
from phizone_policies.proofs.network.walker import walk

CIDRS = {
    "a": ("10.1.0.0/16", "2600:1::/32"),
    "a1": ("10.1.1.0/24", "2600:1:1::/48"),
    "a2": ("10.1.2.0/24", "2600:1:2::/48"),
    "b": ("10.2.0.0/16", "2600:2::/32"),
    "b1": ("10.2.1.0/24", "2600:2:1::/48"),
    "b2": ("10.2.2.0/24", "2600:2:2::/48"),
}
ADDRESSES = {
    "a1-host": ("10.1.1.10", "2600:1:1::10"),
    "a1-other": ("10.1.1.20", "2600:1:1::20"),
    "a2-host": ("10.1.2.10", "2600:1:2::10"),
    "b1-host": ("10.2.1.10", "2600:2:1::10"),
    "b2-host": ("10.2.2.10", "2600:2:2::10"),
    "internet": ("8.8.8.8", "2a00::8"),
    "s3": ("240.0.0.1", ""),
}
OPEN = (
    AclRule("open", 100, True, ANY, Block(4, 0, 2**32 - 1)),
    AclRule("open", 101, True, ANY, Block(6, 0, 2**128 - 1)),
)
Change = Callable[[Network], Network]


def block(text: str) -> Block:
    """The addresses of a CIDR, or of one address."""
    network = ip_network(text)
    return Block(network.version, int(network[0]), int(network[-1]))


def blocks(*texts: str) -> tuple[Block, ...]:
    """The addresses of CIDRs."""
    return tuple(block(text) for text in texts)


def _vpc(name: str) -> Vpc:
    return Vpc(name, "111111111111", "us-east-1", name, blocks(*CIDRS[name]))


def _subnet(name: str) -> Subnet:
    return Subnet(name, name[0], f"zone-{name[1]}", blocks(*CIDRS[name]), f"{name}-table", f"{name}-acl")


def _table(name: str) -> RouteTable:
    return RouteTable(f"{name}-table", name[0], (Route(f"{name}-local", blocks(*CIDRS[name[0]]), Via.LOCAL),))


def _interface(name: str) -> Interface:
    return Interface(name, name[:2], blocks(*ADDRESSES[name]), (f"{name}-group",), Kind.WORKLOAD)


def _group(name: str) -> Group:
    rule = GroupRule(f"{name}-open", ANY, blocks("0.0.0.0/0", "::/0"))
    return Group(f"{name}-group", name[0], (rule,), (rule,))


def _network() -> Network:
    subnets, hosts = ("a1", "a2", "b1", "b2"), ("a1-host", "a1-other", "a2-host", "b1-host", "b2-host")
    return Network(
        vpcs={name: _vpc(name) for name in ("a", "b")},
        subnets={name: _subnet(name) for name in subnets},
        tables={f"{name}-table": _table(name) for name in subnets},
        acls={f"{name}-acl": Acl(f"{name}-acl", OPEN, OPEN) for name in subnets},
        interfaces={name: _interface(name) for name in hosts},
        groups={f"{name}-group": _group(name) for name in hosts},
        internet_gateways={
            "igw-a": InternetGateway("igw-a", "a"),
            "igw-b": InternetGateway("igw-b", "b"),
            "eigw-a": InternetGateway("eigw-a", "a", egress_only=True),
        },
        nat_gateways={"nat-a2": NatGateway("nat-a2", "a2", True), "nat-b2": NatGateway("nat-b2", "b2", True)},
        peerings={"ab": Peering("ab", ("a", "b"))},
        attachments={
            "tgw-a": Attachment("tgw-a", "tgw", "a", ("a1", "a2"), "tgw-table-a"),
            "tgw-b": Attachment("tgw-b", "tgw", "b", ("b1", "b2"), "tgw-table-b"),
        },
        transit_tables={name: TransitTable(name, "tgw", ()) for name in ("tgw-table-a", "tgw-table-b")},
        endpoints={"s3-a": ServiceEndpoint("s3-a", "a", "s3", True, ("its policy is open",))},
        firewalls={"fw-a2": Firewall("fw-a2", "a2")},
        services={"s3/us-east-1": blocks("240.0.0.0/24")},
    )


@pytest.fixture
def network() -> Network:
    """The two VPCs."""
    return _network()


@pytest.fixture
def sent() -> Callable[..., Walk]:
    """The walk of one packet from a place to another, by their names; TCP 50000 to 443 unless told."""

    def sent(network: Network, start: str, end: str, *, family: int = IPV4, to: str = "", **header: int) -> Walk:
        position = 0 if family == IPV4 else 1
        source, destination = ADDRESSES[start][position], to or ADDRESSES[end][position]
        ends = {"source": int(ip_address(source)), "destination": int(ip_address(destination))}
        packet = Packet(family, **ends, **{"protocol": TCP, "port": 443, "source_port": 50000, **header})
        return walk(network, packet, start, "internet" if end == "s3" else end)

    return sent


@pytest.fixture
def routed() -> Callable[..., Network]:
    """The network with one more route in a subnet's table, or in a transit gateway's."""

    def routed(network: Network, place: str, cidr: str, via: Via, target: str = "", **more: Any) -> Network:
        table = network.tables[f"{place}-table"]
        route = Route(f"{place} to {cidr}", blocks(*cidr.split()), via, target, **more)
        return replace(network, tables={**network.tables, table.name: replace(table, routes=(*table.routes, route))})

    return routed


@pytest.fixture
def led() -> Callable[..., Network]:
    """The network with one more route in the table of a transit gateway; without attachment a blackhole."""

    def led(network: Network, table: str, cidr: str, attachment: str, origin: Origin = Origin.STATIC) -> Network:
        found = network.transit_tables[table]
        route = TransitRoute(f"{table} to {cidr}", block(cidr), attachment, origin)
        tables = {**network.transit_tables, table: replace(found, routes=(*found.routes, route))}
        return replace(network, transit_tables=tables)

    return led


@pytest.fixture
def changed() -> Callable[..., Network]:
    """The network with fields of one thing changed: `changed(network, "interfaces", "a1-host", public=True)`."""

    def changed(network: Network, things: str, name: str, **fields: Any) -> Network:
        mapping = getattr(network, things)
        return replace(network, **{things: {**mapping, name: replace(mapping[name], **fields)}})

    return changed


@pytest.fixture
def rule() -> Callable[..., Any]:
    """A rule of a group for all traffic with some groups at the other end."""

    def rule(*groups: str) -> tuple[GroupRule, ...]:
        return (GroupRule(f"from {groups}", ANY, (), groups),)

    return rule


@pytest.fixture
def joined(routed, led) -> Network:
    """The two VPCs joined by the transit gateway, both ways."""
    network = routed(_network(), "a1", "10.2.0.0/16", Via.TRANSIT, "tgw")
    network = routed(network, "b1", "10.1.0.0/16", Via.TRANSIT, "tgw")
    network = led(network, "tgw-table-a", "10.2.0.0/16", "tgw-b", Origin.PROPAGATED)
    return led(network, "tgw-table-b", "10.1.0.0/16", "tgw-a", Origin.PROPAGATED)
