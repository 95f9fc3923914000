"""A packet on its way: what it is now, where it is, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import GroupRule
from phizone_policies.proofs.network.question import Packet
from phizone_stacks.graph.node import Source


class Stopped(Exception):
    """The packet goes no further."""

    def __init__(self, at: str, does: str, source: Source | None = None) -> None:
        super().__init__(does)
        self.hop = Hop(at, does, source)


class Lost(Stopped):
    """Whether it goes further is not known."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A change of the source address, which what answers the packet undoes."""

    by: str
    """NAT gateway or interface that made it."""
    subnet: str
    """Its subnet."""
    before: Packet
    """The packet that came."""
    address: int
    """The source address it went on with."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A packet on its way."""

    packet: Packet
    """As it is now."""
    receiver: str
    """The interface that owns the address it is for; empty where it is for the internet."""
    subnet: str = ""
    """The subnet whose route table is asked next."""
    sender: str = ""
    """The interface that owns the source address; empty for a NAT gateway and for the internet."""
    home: str = ""
    """The VPC in which the source address is; empty for the internet."""
    public: bool = False
    """Whether an internet gateway of that VPC knows a public IPv4 address for the source address."""
    answer: bool = False
    """Whether it answers another packet: no security group is asked, and no new translation made."""
    straight: bool = True
    """Whether nothing passed it on since its sender sent it, so that rules may name the sender's groups."""
    crossed: tuple[str, ...] = ()
    """Peering connection, or attachments, that it came over since."""
    owed: tuple[tuple[str, tuple[GroupRule, ...]], ...] = ()
    """Interfaces that let it out only to members of groups, with the rules: settled where it arrives."""
    translations: tuple[Translation, ...] = ()
    """Changes of its source, first to last; for an answer those to undo."""
    gates: tuple[str, ...] = ()
    """Gateways between VPC and internet, or of a service, that it passed; for an answer those that its packet did."""
    conditional: bool = False
    """Whether it passed a firewall that may drop it."""
    passed: tuple[str, ...] = ()
    """What passed it on: nothing does so twice."""
    expected: tuple[str, ...] = ()
    """For an answer, what passed its packet on, whose groups let it through unasked."""
    places: tuple[str, ...] = ()
    """Subnets and VPCs it was in."""
    hops: tuple[Hop, ...] = ()
    """Every step."""
    end: str = ""
    """Where it was delivered; empty while it is on its way."""
    stopped: Stopped | None = None
    """Why it goes no further; None while it does."""

    def then(self, at: str, does: str, source: Source | None = None, **changes: Any) -> Journey:
        """The journey after one more step."""
        return replace(self, hops=(*self.hops, Hop(at, does, source)), **changes)

    def through(self, name: str) -> Journey:
        """The journey when something passes it on, which nothing does twice."""
        if name in self.passed:
            raise Stopped(name, "has the packet for the second time, which goes round until it is dropped")
        return replace(self, passed=(*self.passed, name))
