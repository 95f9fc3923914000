"""What lets packets through: security groups and network ACLs."""

from __future__ import annotations

from dataclasses import dataclass

from phizone_policies.proofs.network.model.traffic import Block, Traffic
from phizone_stacks.graph.node import Source


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Traffic that a security group lets through; what no rule lets through is dropped."""

    name: str
    """The resource that says so."""
    traffic: Traffic
    """Protocol and ports."""
    blocks: tuple[Block, ...] = ()
    """Addresses at the other end, those of prefix lists among them."""
    groups: tuple[str, ...] = ()
    """Security groups at the other end: the private addresses of the interfaces that hold them."""
    source: Source | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class Group:
    """A security group: stateful, so what answers a packet that went through goes through."""

    name: str
    """Its name."""
    vpc: str
    """Its VPC."""
    ingress: tuple[GroupRule, ...] = ()
    """What may come in."""
    egress: tuple[GroupRule, ...] = ()
    """What may go out."""


@dataclass(frozen=True, slots=True)
class AclRule:
    """An entry of a network ACL; of those that match the one with the lowest number decides, and none means no."""

    name: str
    """The resource that says so."""
    number: int
    """Its rule number, 1 to 32766."""
    allows: bool
    """Whether it lets traffic through."""
    traffic: Traffic
    """Protocol and destination ports."""
    block: Block
    """Addresses at the other end."""
    source: Source | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class Acl:
    """A network ACL: stateless, asked only where a packet crosses the edge of a subnet."""

    name: str
    """Its name."""
    ingress: tuple[AclRule, ...] = ()
    """Its entries for what comes into a subnet, by number."""
    egress: tuple[AclRule, ...] = ()
    """Its entries for what leaves one, by number."""
