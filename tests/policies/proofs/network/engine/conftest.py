"""Small networks by hand, and questions about them whose witnesses the concrete walker has to confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from phizone_policies.proofs.network.engine import internet_addresses, reach
from phizone_policies.proofs.network.engine.routes import Entry
from phizone_policies.proofs.network.model import (
    ANY,
    Acl,
    AclRule,
    Attachment,
    Block,
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
    Subnet,
    Traffic,
    TransitRoute,
    TransitTable,
    Via,
    Vpc,
)
from phizone_policies.proofs.network.question import INTERNET, Ends, Question, Reach
from phizone_policies.proofs.network.replay import replay

EVERYWHERE = ("0.0.0.0/0", "::/0")
Hop = tuple[str, Via, str]


def _block(text: str) -> Block:
    found = ip_network(text)
    return Block(found.version, int(found[0]), int(found[-1]))


@dataclass
class Plan:
    """A network that grows; what is not said of filters lets everything through."""

    network: Network = field(default_factory=Network)

    def _add(self, kind: str, thing: Any) -> None:
        self.network = replace(self.network, **{kind: {**getattr(self.network, kind), thing.name: thing}})

    def vpc(self, name: str, *cidrs: str, region: str = "us-east-1", **more: Any) -> None:
        """A VPC with an internet gateway `<name>-igw` and a group `<name>-open`."""
        self._add("vpcs", Vpc(name, "111111111111", region, "prod", tuple(map(_block, cidrs)), **more))
        self._add("internet_gateways", InternetGateway(f"{name}-igw", name))
        self.group(f"{name}-open", name, ingress=[(ANY, EVERYWHERE, ())], egress=[(ANY, EVERYWHERE, ())])

    def subnet(self, name: str, vpc: str, *cidrs: str, zone: str = "z1", routes: Sequence[Hop] = ()) -> None:
        """A subnet with a route table of its own, `<name>-table`, and a network ACL that allows all."""
        self.table(f"{name}-table", vpc, routes)
        self.acl(f"{name}-acl")
        blocks = tuple(map(_block, cidrs))
        self._add("subnets", Subnet(name, vpc, zone, blocks, f"{name}-table", f"{name}-acl"))

    def table(self, name: str, vpc: str, routes: Sequence[Hop] = ()) -> None:
        """A route table; `local` stands in it."""
        local = Route(f"{name} local", self.network.vpcs[vpc].blocks, Via.LOCAL)
        found = [self.route(f"{name} {to}", to, via, target) for to, via, target in routes]
        self._add("tables", RouteTable(name, vpc, (local, *found)))

    @staticmethod
    def route(name: str, to: str, via: Via, target: str = "", origin: Origin = Origin.STATIC) -> Route:
        """A route to some blocks, with commas between them."""
        return Route(name, tuple(map(_block, to.split(","))), via, target, origin)

    def routes(self, table: str, *routes: Route) -> None:
        """More routes in a table."""
        found = self.network.tables[table]
        self._add("tables", replace(found, routes=(*found.routes, *routes)))

    def acl(
        self,
        name: str,
        egress: Sequence[tuple[bool, Traffic, str]] = ((True, ANY, "0.0.0.0/0"), (True, ANY, "::/0")),
        ingress: Sequence[tuple[bool, Traffic, str]] = ((True, ANY, "0.0.0.0/0"), (True, ANY, "::/0")),
    ) -> None:
        """A network ACL with entries in their order."""
        sides = [
            tuple(
                AclRule(f"{name}-{side}-{number}", number, allows, traffic, _block(to))
                for number, (allows, traffic, to) in enumerate(entries, start=1)
            )
            for side, entries in (("in", ingress), ("out", egress))
        ]
        self._add("acls", Acl(name, *sides))

    def group(self, name: str, vpc: str, ingress: Sequence[Any] = (), egress: Sequence[Any] = ()) -> None:
        """A security group; rules are traffic, CIDRs and groups."""
        sides = [
            tuple(
                GroupRule(f"{name}-{side}-{number}", traffic, tuple(map(_block, cidrs)), tuple(groups))
                for number, (traffic, cidrs, groups) in enumerate(rules)
            )
            for side, rules in (("in", ingress), ("out", egress))
        ]
        self._add("groups", Group(name, vpc, *sides))

    def interface(self, name: str, subnet: str, *where: str, groups: Sequence[str] = (), **more: Any) -> None:
        """An interface with addresses or CIDRs, and the open group of its VPC unless others are given."""
        blocks = tuple(_block(each) for each in where)
        held = tuple(groups) or (f"{self.network.subnets[subnet].vpc}-open",)
        self._add("interfaces", Interface(name, subnet, blocks, held, more.pop("kind", Kind.WORKLOAD), **more))

    def nat(self, name: str, subnet: str, public: bool = True) -> None:
        """A NAT gateway."""
        self._add("nat_gateways", NatGateway(name, subnet, public))

    def peering(self, name: str, one: str, other: str, **more: Any) -> None:
        """A peering connection."""
        self._add("peerings", Peering(name, (one, other), **more))

    def attach(
        self, name: str, vpc: str, *subnets: str, gateway: str = "hub", table: str = "main", **more: Any
    ) -> None:
        """An attachment of a transit gateway."""
        self._add("attachments", Attachment(name, gateway, vpc, subnets, table, **more))

    def transit(
        self, name: str, *routes: tuple[str, str], gateway: str = "hub", origin: Origin = Origin.STATIC
    ) -> None:
        """A route table of a transit gateway, or more routes in it."""
        old = self.network.transit_tables.get(name)
        found = tuple(TransitRoute(f"{name} {to}", _block(to), attachment, origin) for to, attachment in routes)
        self._add("transit_tables", TransitTable(name, gateway, (*(old.routes if old else ()), *found)))

    def put(self, kind: str, thing: Any) -> None:
        """Something else of the network, by its name."""
        self._add(kind, thing)

    def set(self, **more: Any) -> None:
        """Other facts of the network."""
        self.network = replace(self.network, **more)

    def ends(self, *names: str) -> Ends:
        """Interfaces, the internet, what AWS's networks hold, or CIDRs of the internet."""
        managed = {each.name for each in self.network.managed}
        blocks = tuple(_block(each) for each in names if "/" in each)
        return Ends(
            tuple(sorted(each for each in names if each != INTERNET and "/" not in each and each not in managed)),
            internet_addresses(self.network) if INTERNET in names else blocks,
            tuple(each for each in names if each in managed),
        )


@pytest.fixture
def plan() -> Plan:
    """A network with nothing in it."""
    return Plan()


@pytest.fixture
def pair(plan: Plan) -> Plan:
    """VPC `a` with `x` in subnet `a1` and `y` in subnet `a2`."""
    plan.vpc("a", "10.1.0.0/16", "2600:1::/56")
    plan.subnet("a1", "a", "10.1.1.0/24", "2600:1:0:1::/64")
    plan.subnet("a2", "a", "10.1.2.0/24", "2600:1:0:2::/64", zone="z2")
    plan.interface("x", "a1", "10.1.1.10/32", "2600:1:0:1::10/128")
    plan.interface("y", "a2", "10.1.2.10/32", "2600:1:0:2::10/128")
    return plan


@pytest.fixture
def public(plan: Plan) -> Plan:
    """VPC `a` of IPv4 with `x`, which has a public address, in a subnet with a route to the internet."""
    plan.vpc("a", "10.1.0.0/16")
    plan.subnet("a1", "a", "10.1.1.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "a-igw")])
    plan.interface("x", "a1", "10.1.1.10/32", public=True)
    return plan


@pytest.fixture
def natted(plan: Plan) -> Plan:
    """VPC `a` of IPv4 with `x` in subnet `a1`, which sends by the NAT gateway `nat` in subnet `pub`."""
    plan.vpc("a", "10.1.0.0/16")
    plan.subnet("a1", "a", "10.1.1.0/24", routes=[("0.0.0.0/0", Via.NAT, "nat")])
    plan.subnet("pub", "a", "10.1.9.0/24", routes=[("0.0.0.0/0", Via.INTERNET, "a-igw")])
    plan.nat("nat", "pub")
    plan.interface("x", "a1", "10.1.1.10/32")
    return plan


@pytest.fixture
def peers(plan: Plan) -> Plan:
    """VPCs `a` with `x` and `b` with `y`, peered, each with a route to the other."""
    for vpc, other, number in (("a", "b", 1), ("b", "a", 2)):
        plan.vpc(vpc, f"10.{number}.0.0/16")
        to = f"10.{3 - number}.0.0/16"
        plan.subnet(f"{vpc}1", vpc, f"10.{number}.1.0/24", routes=[(to, Via.PEERING, "ab")])
        plan.interface("x" if other == "b" else "y", f"{vpc}1", f"10.{number}.1.10/32")
    plan.peering("ab", "a", "b")
    return plan


@pytest.fixture
def hub(plan: Plan) -> Plan:
    """VPCs `a` with `x` and `b` with `y` at one transit gateway, whose table `main` leads to both."""
    for vpc, name, number in (("a", "x", 1), ("b", "y", 2)):
        plan.vpc(vpc, f"10.{number}.0.0/16")
        plan.subnet(f"{vpc}1", vpc, f"10.{number}.1.0/24", routes=[("10.0.0.0/8", Via.TRANSIT, "hub")])
        plan.subnet(f"{vpc}9", vpc, f"10.{number}.9.0/24")
        plan.interface(name, f"{vpc}1", f"10.{number}.1.10/32")
        plan.attach(f"{vpc}-at", vpc, f"{vpc}9")
        plan.transit("main", (f"10.{number}.0.0/16", f"{vpc}-at"), origin=Origin.PROPAGATED)
    return plan


@pytest.fixture
def ask() -> Callable[..., Reach]:
    """The answer to a question; the walker confirms its witness."""

    def ask(plan: Plan, sources: str, targets: str, traffic: Traffic = ANY) -> Reach:
        question = Question(plan.ends(*sources.split()), plan.ends(*targets.split()), traffic)
        found = reach(plan.network, question)
        assert replay(plan.network, found) == ""
        return found

    return ask


@pytest.fixture
def number() -> Callable[[str], int]:
    """An address as a number."""
    return lambda text: int(ip_address(text))


@pytest.fixture
def entries() -> Callable[..., list[Entry[Route]]]:
    """Routes to blocks of IPv4, each a first and a last address, a rank and a name."""

    def entries(*routes: tuple[int, int, int, str]) -> list[Entry[Route]]:
        return [
            Entry(Block(4, first, last), (rank,), Route(name, (Block(4, first, last),), Via.NOWHERE))
            for first, last, rank, name in routes
        ]

    return entries
