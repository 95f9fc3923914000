"""What leads out of a VPC."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InternetGateway:
    """An internet gateway, attached to a VPC."""

    name: str
    """Its name."""
    vpc: str
    """Its VPC."""
    egress_only: bool = False
    """Whether it is for IPv6 that begins inside only."""


@dataclass(frozen=True, slots=True)
class NatGateway:
    """A NAT gateway: what goes through has its address from there on; nothing begins at its other side."""

    name: str
    """Its name."""
    subnet: str
    """Its subnet, whose network ACL and routes apply."""
    public: bool
    """Whether it has a public address; an internet gateway drops what a private one sends."""


@dataclass(frozen=True, slots=True)
class Peering:
    """A peering connection between two VPCs, over which nothing passes through to a third place."""

    name: str
    """Its name."""
    vpcs: tuple[str, str]
    """Requester and accepter."""
    active: bool = True
    """Whether the accepter accepts it."""
    same_region: bool = True
    """Whether both are in one region, so that rules of one may name groups of the other."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A VPC, or another transit gateway, at a transit gateway."""

    name: str
    """Its name."""
    gateway: str
    """The transit gateway."""
    vpc: str
    """The VPC; empty for a peering."""
    subnets: tuple[str, ...]
    """The subnets it stands in, whose zones alone can use it and whose network ACLs and routes apply."""
    table: str
    """The associated route table, in which what comes from it is looked up; empty for none: it is dropped."""
    peer: str = ""
    """For a peering, the attachment of the other transit gateway."""
    accepted: bool = True
    """Whether the owner of the transit gateway accepts it."""
    group_references: bool = False
    """Whether rules may name security groups over it."""


@dataclass(frozen=True, slots=True)
class ServiceEndpoint:
    """An endpoint of an AWS service or of somebody's PrivateLink service."""

    name: str
    """Its name."""
    vpc: str
    """Its VPC, whose subnets alone use a gateway endpoint."""
    service: str
    """As `s3` or `sagemaker.api`; a partner's name is whole."""
    gateway: bool
    """Whether it is a gateway endpoint, reached by routes; else its interfaces have its name as owner."""
    foreign: tuple[str, ...] = ()
    """Why its policy lets requests on to others' resources, a sentence each; empty where it does not."""
    private_dns: bool = False
    """Whether the service's own name leads to it."""


@dataclass(frozen=True, slots=True)
class Firewall:
    """An AWS Network Firewall endpoint: what its rules let through is not decided here."""

    name: str
    """Its name."""
    subnet: str
    """Its subnet, from where it forwards."""
    drops: bool = False
    """Whether its policy surely drops everything."""
