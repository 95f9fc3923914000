"""CIDR text as blocks, and blocks that stand for addresses which AWS chooses."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_network

from phizone_policies.proofs.network.model import IPV4, IPV6, Block

EVERYWHERE = (Block(IPV4, 0, 2**32 - 1), Block(IPV6, 0, 2**128 - 1))
"""All addresses, IPv4 first."""
DEFAULT_VPC = "172.31.0.0/16"
"""Block of every default VPC. Source: Amazon VPC User Guide, "Default VPCs"."""
# A VPC's block is a /56 of AWS's and a subnet's a /64; a /48 each keeps those that stand for them apart.
_FIRST_IPV6 = int(IPv6Address("2600:1f00::"))
_VPC_BITS, _SUBNET_BITS = 80, 64
_FIRST_SERVICE = 240 << 24


@lru_cache(maxsize=65536)
def block(cidr: str) -> Block:
    """The block of a CIDR. Raises: ValueError for text that is none."""
    network = ip_network(cidr.strip(), strict=False)
    return Block(network.version, int(network.network_address), int(network.broadcast_address))


def ipv6_of_vpc(number: int) -> Block:
    """The block that stands for the IPv6 block which AWS gives to the VPC of a number, from 0."""
    first = _FIRST_IPV6 + (number << _VPC_BITS)
    return Block(IPV6, first, first + (1 << _VPC_BITS) - 1)


def ipv6_of_subnet(vpc: Block, number: int) -> Block:
    """The /64 of a VPC's block that stands for the one of its subnet of a number, from 0."""
    first = min(vpc.first + (number << _SUBNET_BITS), vpc.last)
    return Block(IPV6, first, min(first + (1 << _SUBNET_BITS) - 1, vpc.last))


def block_of_service(number: int) -> Block:
    """The /24 that stands for the prefix list of the AWS service of a number, from 0."""
    first = _FIRST_SERVICE + (number << 8)
    return Block(IPV4, first, first + 255)
