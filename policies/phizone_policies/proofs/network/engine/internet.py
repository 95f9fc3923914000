"""Which addresses are on the internet, outside of every VPC of a network."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network

from phizone_policies.proofs.network.engine.sets import Intervals, addresses, subtract, union
from phizone_policies.proofs.network.model import IPV4, IPV6, Block, Network

# IANA's special-purpose registry but for blocks of documentation, which programs use as strangers' addresses.
_RESERVED = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
_GLOBAL = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
NAT64: Intervals = ((int(_NAT64[0]), int(_NAT64[-1])),)
"""IPv6 addresses that a NAT gateway turns into IPv4 ones: no place of their own. Source: RFC 6052, section 2.1."""
NEVER_FORWARDED: dict[int, Intervals] = {
    IPV4: ((int(IPv4Network("169.254.168.0/22")[0]), int(IPv4Network("169.254.168.0/22")[-1])),),
    IPV6: ((int(IPv6Network("fd00:ec2::/32")[0]), int(IPv6Network("fd00:ec2::/32")[-1])),),
}
"""Addresses that AWS keeps on the host, as metadata and time. Source: Amazon VPC User Guide, "Route tables"."""


def internet_addresses(network: Network) -> tuple[Block, ...]:
    """Public IPv4 addresses and those that stand for AWS services, and global IPv6 ones of no VPC; sorted."""
    found = [Block(family, *pair) for family in (IPV4, IPV6) for pair in public(network, family)]
    return tuple(sorted(found))


def public(network: Network, family: int) -> Intervals:
    """The internet's addresses of one family.

    A VPC's IPv6 addresses are places in the network and left out. Its IPv4 ones are not: what a VPC calls its own
    stands elsewhere for whoever has it on the internet.
    """
    if family == IPV6:
        own = [block for vpc in network.vpcs.values() for block in vpc.blocks]
        return subtract(((int(_GLOBAL[0]), int(_GLOBAL[-1])),), addresses(own, IPV6))
    kept = [IPv4Network(each) for each in _RESERVED]
    reserved = union(*(((int(each[0]), int(each[-1])),) for each in kept))
    services = [block for blocks in network.services.values() for block in blocks]
    return union(subtract(((0, (1 << 32) - 1),), reserved), addresses(services, IPV4))
