"""What no packet walk decides: networks of AWS, proxies, DNS, blocks over all, what is not modelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from phizone_stacks.graph.node import Source


@dataclass(frozen=True, slots=True)
class ManagedEgress:
    """Something that computes in a network of AWS's own, which leads to the internet."""

    name: str
    """The resource, as a Studio domain, a notebook or a function."""
    why: str
    """Which setting makes it so, as `app_network_access_type is PublicInternetOnly, which is AWS's default`."""
    environment: str
    """The environment, or `shared`."""
    team: str = ""
    """The team it is of; empty for none."""
    source: Source | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Something that takes requests at one place and makes its own at another: no packet crosses it."""

    name: str
    """The resource, as a load balancer."""
    label: str
    """What it is, as `internet-facing load balancer`."""
    origins: tuple[str, ...]
    """Interfaces and VPCs that can use it, or `internet`."""
    targets: tuple[str, ...]
    """Interfaces, subnets or VPCs that its own requests go to."""
    guard: str = ""
    """What decides beside the network, as `IAM decides on ec2-instance-connect:OpenTunnel`."""
    source: Source | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class Dns:
    """How a VPC's resolver answers."""

    vpc: str
    """The VPC."""
    firewall: str = ""
    """Name of the rule group association that closes it; empty for none."""
    closed: bool = False
    """Whether only listed names are answered, and none if the firewall fails."""
    why: str = ""
    """Where it is not closed, what leaves it open, in half a sentence, as `has no DNS firewall`."""
    by: str = ""
    """The rule that leaves it open; empty where none does."""
    unsure: str = ""
    """Where that cannot be decided, what is missing."""
    forwards: tuple[str, ...] = ()
    """Resolver rules that send its queries to another network."""


class Mode(StrEnum):
    """How VPC Block Public Access stands for a VPC or subnet, exclusions counted."""

    OFF = "off"
    """Nothing is blocked."""
    INGRESS = "block-ingress"
    """What begins outside is blocked; NAT and egress-only gateways work."""
    BIDIRECTIONAL = "block-bidirectional"
    """Internet gateways and egress-only ones carry nothing."""


@dataclass(frozen=True, slots=True)
class Unmodelled:
    """A resource that may carry packets and that the engines do not know."""

    name: str
    """The resource."""
    why: str
    """What is not known of it, in a sentence."""
    places: tuple[str, ...] = ()
    """VPCs and subnets it touches; empty where it could be any."""
