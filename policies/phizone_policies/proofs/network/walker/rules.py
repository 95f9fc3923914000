"""Whether a rule speaks of a packet. Source: Amazon VPC User Guide, "Security group rules", "Network ACL rules"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address
from typing import TypeVar

from phizone_policies.proofs.network.model import ICMP, ICMPV6, IPV4, TCP, UDP, AclRule, Block, Network, Traffic
from phizone_policies.proofs.network.question import Packet
from phizone_policies.proofs.network.walker.journey import Lost

Thing = TypeVar("Thing")


def known(things: Mapping[str, Thing], name: str, kind: str) -> Thing:
    """What has that name; where nothing has, the packet is lost."""
    if name not in things:
        raise Lost(name or kind, f"is the {kind} that comes next, and is not known")
    return things[name]


def within(family: int, address: int, blocks: Iterable[Block]) -> bool:
    """Whether some block holds the address."""
    return any(block.family == family and block.first <= address <= block.last for block in blocks)


def speaks_of(traffic: Traffic, packet: Packet) -> bool:
    """Whether a rule's protocol and ports are the packet's; ports count for TCP and UDP, types for ICMP."""
    if traffic.protocol is None:
        return True
    if traffic.protocol != packet.protocol:
        return False
    if packet.protocol in (TCP, UDP, ICMP, ICMPV6):
        return traffic.ports[0] <= packet.port <= traffic.ports[1]
    return True


def first_match(rules: Iterable[AclRule], packet: Packet, other: int) -> AclRule | None:
    """The entry that decides: of those that speak of the packet and the address at its other end the lowest number."""
    for rule in sorted(rules, key=lambda rule: rule.number):
        if speaks_of(rule.traffic, packet) and within(packet.family, other, (rule.block,)):
            return rule
    return None


def shown(family: int, address: int) -> str:
    """An address as text."""
    return str(IPv4Address(address) if family == IPV4 else IPv6Address(address))


def addresses_to_try(network: Network, family: int, blocks: Iterable[Block]) -> list[int]:
    """Addresses of the blocks, one for each stretch that no rule or route of the network divides."""
    starts = {
        edge for block in _all_blocks(network) if block.family == family for edge in (block.first, block.last + 1)
    }
    mine = [block for block in blocks if block.family == family]
    inside = {edge for edge in starts if within(family, edge, mine)}
    return sorted(inside | {block.first for block in mine})


def ports_to_try(network: Network, ports: tuple[int, int]) -> list[int]:
    """Ports, or types of ICMP, of a range, one for each stretch that no entry of a network ACL divides."""
    entries = [rule.traffic.ports for acl in network.acls.values() for rule in (*acl.ingress, *acl.egress)]
    starts = {edge for first, last in entries for edge in (first, last + 1) if ports[0] <= edge <= ports[1]}
    return sorted(starts | {ports[0]})


def _all_blocks(network: Network) -> Iterator[Block]:
    for group in network.groups.values():
        for rule in (*group.ingress, *group.egress):
            yield from rule.blocks
    for acl in network.acls.values():
        yield from (rule.block for rule in (*acl.ingress, *acl.egress))
    for table in network.tables.values():
        for route in table.routes:
            yield from route.blocks
    for transit in network.transit_tables.values():
        yield from (route.block for route in transit.routes)
    for interface in network.interfaces.values():
        yield from interface.blocks
