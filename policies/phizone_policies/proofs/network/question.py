"""What is asked of a network, and what the engines answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import ANY, IPV4, TCP, UDP, Block, Traffic

INTERNET = "internet"
"""Name of the place outside every VPC of the graph where public addresses are."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet on its way forward."""

    family: int
    """`IPV4` or `IPV6`."""
    source: int
    """Source address as a number."""
    destination: int
    """Destination address as a number."""
    protocol: int
    """IANA protocol number."""
    port: int = 0
    """Destination port of TCP and UDP, type of ICMP, else 0."""
    source_port: int = 0
    """Source port of TCP and UDP, else 0."""

    def __str__(self) -> str:
        kind = IPv4Address if self.family == IPV4 else IPv6Address
        name = {6: "tcp", 17: "udp", 1: "icmp", 58: "icmpv6"}.get(self.protocol, f"protocol {self.protocol}")
        if self.protocol in (TCP, UDP):
            return f"{name} {kind(self.source)}:{self.source_port} to {kind(self.destination)}:{self.port}"
        return f"{name} {kind(self.source)} to {kind(self.destination)}"


@dataclass(frozen=True, slots=True)
class Ends:
    """A set of places where packets begin, or arrive."""

    interfaces: tuple[str, ...] = ()
    """Names of interfaces of the network, sorted."""
    outside: tuple[Block, ...] = ()
    """Addresses on the internet; none of the network's own."""
    managed: tuple[str, ...] = ()
    """Names of what computes in AWS's own networks, which count as places that reach the internet."""
    cut_off: tuple[str, ...] = ()
    """Names of what computes without any network, as a job under network isolation: nothing begins or arrives there."""
    within: tuple[Block, ...] = ()
    """The only addresses of the interfaces that are meant; empty for all. See `narrow`."""

    @property
    def size(self) -> int:
        """Number of places: interfaces, things in AWS's networks or in none, and the internet as one."""
        return len(self.interfaces) + len(self.managed) + len(self.cut_off) + bool(self.outside)


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a packet of some traffic that begins at one of the sources arrives at one of the targets."""

    sources: Ends
    """Where it begins."""
    targets: Ends
    """Where it would arrive."""
    traffic: Traffic = ANY
    """Which packets are meant; all by default."""


class Answer(StrEnum):
    """Whether packets get through."""

    REACHABLE = "REACHABLE"
    """A packet arrives, and what answers it comes back."""
    ONE_WAY = "ONE_WAY"
    """A packet arrives, and nothing that answers it comes back: data leaves all the same."""
    PROXY = "PROXY"
    """No packet arrives, but something on the way passes requests on."""
    CONDITIONAL = "CONDITIONAL"
    """A packet gets to a firewall whose rules decide what is not decided here."""
    UNKNOWN = "UNKNOWN"
    """Something on the way is not known or not modelled, or there is nowhere to begin or to arrive."""
    ISOLATED = "ISOLATED"
    """No packet arrives."""


@dataclass(frozen=True, slots=True)
class Way:
    """One packet's way."""

    packet: Packet
    """The packet where it begins."""
    start: str
    """The interface it begins at, or `internet`."""
    end: str
    """The interface it arrives at, or `internet`."""
    hops: tuple[Hop, ...]
    """Every step."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The answer to a question."""

    answer: Answer
    """The answer; of several the first of `Answer` that holds for some pair of a source and a target."""
    way: Way | None = None
    """The witness: a packet that arrives (REACHABLE, ONE_WAY) or gets to the firewall (CONDITIONAL)."""
    hops: tuple[Hop, ...] = ()
    """Steps of a proxy, or of what leaves AWS's own networks, which no packet of ours shows."""
    blockers: tuple[Hop, ...] = ()
    """ISOLATED: every setting that stops the packet on the way that is blocked by the fewest."""
    unknown: tuple[str, ...] = ()
    """UNKNOWN: what is missing, a sentence each."""
    assumptions: tuple[str, ...] = ()
    """What is taken for true, a sentence each."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one concrete packet ended."""

    end: str
    """The interface it was delivered to, `internet`, or empty where it was dropped."""
    hops: tuple[Hop, ...]
    """Every step; the last one tells why it was dropped."""
    returns: bool = False
    """Whether the answer to it comes back to where it began."""
    conditional: bool = False
    """Whether it passed a firewall whose rules are not decided here."""
    unknown: str = ""
    """Why its way cannot be told further; empty where it can."""
