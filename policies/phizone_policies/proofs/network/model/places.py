"""Where packets are: VPCs, subnets and interfaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from phizone_policies.proofs.network.model.traffic import Block


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC; the same address in two of them is two places."""

    name: str
    """Its name."""
    account: str
    """The account that owns it."""
    region: str
    """Its region."""
    environment: str
    """The environment, or `shared`."""
    blocks: tuple[Block, ...]
    """Its CIDRs of both families."""
    resolver: bool = True
    """Whether AWS's resolver answers in it (`enable_dns_support`)."""
    gateway_tables: Mapping[str, str] = field(default_factory=dict)
    """Route tables associated with its gateways for what comes in, by the gateway's name."""


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet."""

    name: str
    """Its name."""
    vpc: str
    """Its VPC."""
    zone: str
    """Its availability zone; empty where it is not known."""
    blocks: tuple[Block, ...]
    """Its CIDRs of both families."""
    table: str
    """Its route table: the associated one, else the VPC's main one."""
    acl: str
    """Its network ACL: the associated one, else the VPC's default one."""


class Kind(StrEnum):
    """What an interface belongs to."""

    WORKLOAD = "workload"
    """Something that computes."""
    HYPOTHETICAL = "hypothetical"
    """Something that computes and is started at run time: it may appear in its subnet with its groups."""
    ENDPOINT = "endpoint"
    """An interface endpoint, which only receives."""
    SERVICE = "service"
    """Something else of AWS, as a mount target, a database or a resolver endpoint."""


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface: where packets begin and end."""

    name: str
    """Its name; for a hypothetical one `<subnet> with <group>`."""
    subnet: str
    """Its subnet."""
    blocks: tuple[Block, ...]
    """Private addresses (IPv4) and addresses (IPv6) it may own: one of them, or any of its subnet."""
    groups: tuple[str, ...]
    """Its security groups: whatever one of them lets through goes through."""
    kind: Kind
    """What it belongs to."""
    public: bool = False
    """Whether it has a public IPv4 address."""
    forwards: bool = False
    """Whether it passes on what is not addressed to it (source/destination check off)."""
    owner: str = ""
    """Address of the resource it belongs to, as an instance or a user profile."""
    team: str = ""
    """The team it is of; empty for none."""
    because: str = ""
    """For a hypothetical one, what allows it there."""
