"""Packets on their way, as a box of them at one place, and what is remembered of the way."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.sets import Box, Intervals
from phizone_policies.proofs.network.question import INTERNET


class At(Enum):
    """Where packets are."""

    LEAVING = auto()
    """In a subnet, which they begin in, or which a gateway forwards them from."""
    WITHIN = auto()
    """In a VPC, on the way to an interface of it."""
    TRANSIT = auto()
    """At a route table of a transit gateway."""
    OUTSIDE = auto()
    """On the internet, having left a VPC."""
    ENTERING = auto()
    """At an internet gateway, on the way in."""


class Sender(NamedTuple):
    """Whose addresses the packets have as source."""

    name: str
    """An interface, a NAT gateway or `internet`."""
    members: tuple[str, ...]
    """Interfaces for which all is the same: same subnet, addresses and groups."""
    vpc: str
    """Its VPC; empty for the internet."""
    subnet: str
    """Its subnet; empty for the internet."""
    public: bool
    """Whether it has a public IPv4 address."""
    groups: frozenset[str]
    """Its security groups."""
    several: bool = False
    """Whether it stands for any number of interfaces, which may send to one another."""


OUTSIDER = Sender(INTERNET, (INTERNET,), "", "", False, frozenset())
"""Whoever sends from the internet."""


class Leg(NamedTuple):
    """The way of packets with one source address; a gateway that puts its own in its place begins another."""

    sender: Sender
    """Whose addresses they are."""
    family: int
    """Their family."""
    source: Intervals
    """Source addresses, at the end of the leg."""
    offset: int = 0
    """What was taken from the destination at its end: NAT64's prefix, else 0."""
    back: Leg | None = None
    """The leg before."""


class Filtered(NamedTuple):
    """A step through a filter; which of its rules decided is told when there is one packet."""

    name: str
    """An interface, or a subnet whose network ACL it is."""
    egress: bool
    """Whether out of it."""
    acl: bool
    """Whether it is the subnet's network ACL; else the interface's security groups."""


class Renamed(NamedTuple):
    """A step through a gateway that puts its own address in place of the source."""

    hop: Hop
    """The step."""
    family: int
    """Family from there on."""
    source: Intervals
    """Source addresses from there on."""
    offset: int
    """What is taken from the destination."""


Step = Hop | Filtered | Renamed
"""One step of a way."""


class Trail(NamedTuple):
    """A way so far, last step first."""

    step: Step
    """The last step."""
    back: Trail | None
    """What was before."""


class Flight(NamedTuple):
    """Packets at a place; what happens to them next is the same for all."""

    at: At
    """Where they are."""
    place: str
    """The subnet, the VPC, the table of a transit gateway or the gateway; empty outside."""
    box: Box
    """The packets."""
    leg: Leg
    """Whose addresses they have."""
    trail: Trail | None = None
    """How they came."""
    seen: frozenset[tuple[str, str, int]] = frozenset()
    """Places where packets of this sender and family were: there again is a loop."""
    must_hold: frozenset[str] | None = None
    """Groups one of which the receiver must hold, as the rule that let them out names groups; None for any receiver."""
    references: bool = True
    """Whether a rule may know the sender by its group: so far there was nothing between that hides it."""
    entered: bool = False
    """Whether they came in from the internet, so that IPv4 ones arrive at public addresses alone."""
    crossed: str = ""
    """The subnet they come from where they go on within a VPC; a network ACL stands at the edge of any other."""
    exit: str = ""
    """The gateway or endpoint through which they left, by which answers come."""
    only: str = ""
    """The interface that a route leads them to as its own; empty where their address alone decides."""
    conditional: bool = False
    """Whether they passed a firewall."""
    blockers: tuple[Hop, ...] = ()
    """What would have stopped them, where it is asked what all does."""

    def by(self, step: Step) -> Trail:
        """The way with one more step."""
        return Trail(step, self.trail)


class Goal(NamedTuple):
    """Where packets may arrive: interfaces for which all is the same, or the sender of what is answered."""

    members: tuple[str, ...]
    """Names."""
    subnet: str
    """The subnet."""
    addresses: dict[int, Intervals]
    """Addresses, by family."""
    groups: tuple[str, ...]
    """Security groups."""
    public: bool
    """Whether it has a public IPv4 address."""
    filtered: bool = True
    """Whether its security groups decide; they let answers through."""
    leads_out: tuple[Hop, ...] = ()
    """Where arriving there means getting at others' resources: the endpoint whose policy lets that pass."""


class Arrival(NamedTuple):
    """Packets that arrived."""

    flight: Flight
    """The packets, and how they came."""
    goal: Goal | None
    """Where; None for the internet."""
