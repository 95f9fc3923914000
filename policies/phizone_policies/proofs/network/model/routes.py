"""Where packets go next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from phizone_policies.proofs.network.model.traffic import Block
from phizone_stacks.graph.node import Source


class Via(StrEnum):
    """What a route leads to."""

    LOCAL = "local"
    """The VPC itself."""
    INTERNET = "internet gateway"
    """`InternetGateway`."""
    EGRESS_ONLY = "egress-only internet gateway"
    """`InternetGateway` with `egress_only`."""
    NAT = "NAT gateway"
    """`NatGateway`."""
    PEERING = "peering connection"
    """`Peering`."""
    TRANSIT = "transit gateway"
    """`TransitGateway`."""
    ENDPOINT = "gateway endpoint"
    """`ServiceEndpoint` of kind gateway."""
    INTERFACE = "network interface"
    """`Interface`: a middlebox or NAT instance."""
    FIREWALL = "firewall endpoint"
    """`Firewall`."""
    NOWHERE = "blackhole"
    """The packet is dropped."""
    UNKNOWN = "unknown"
    """Something that is not known before apply, or that is not modelled."""


class Origin(StrEnum):
    """Where a route comes from; of equal prefixes the first of these wins."""

    STATIC = "static"
    """Written, with a CIDR."""
    PREFIX_LIST = "prefix list"
    """Written, with a prefix list."""
    PROPAGATED = "propagated"
    """Learned."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route; of those that match the longest prefix decides, then `origin`."""

    name: str
    """The resource that says so."""
    blocks: tuple[Block, ...]
    """Destinations, each a CIDR: one, or those of a prefix list."""
    via: Via
    """What it leads to."""
    target: str = ""
    """Name of that; empty for `LOCAL` and `NOWHERE`; for `UNKNOWN` why it is not known."""
    origin: Origin = Origin.STATIC
    """Where it comes from."""
    source: Source | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class RouteTable:
    """A VPC's route table; routes to the VPC's own addresses stand in it as `LOCAL`."""

    name: str
    """Its name."""
    vpc: str
    """Its VPC."""
    routes: tuple[Route, ...]
    """Its routes, `LOCAL` ones among them."""


@dataclass(frozen=True, slots=True)
class TransitRoute:
    """A route of a transit gateway; the longest prefix decides, then static before propagated."""

    name: str
    """The resource that says so."""
    block: Block
    """The destination."""
    attachment: str
    """Where it leads; empty for a blackhole."""
    origin: Origin
    """Where it comes from."""
    source: Source | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class TransitTable:
    """A route table of a transit gateway."""

    name: str
    """Its name."""
    gateway: str
    """The transit gateway."""
    routes: tuple[TransitRoute, ...]
    """Its routes."""
