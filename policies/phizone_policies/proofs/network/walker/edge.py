"""Interfaces and the edges of subnets: security groups, network ACLs, delivery.

Source: Amazon VPC User Guide, "Security groups", "Network ACLs", "Middlebox appliances"; VPC peering guide, "Update
your security groups to reference peer security groups"; Transit Gateway guide, "Security group referencing".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from phizone_policies.proofs.network.model import (
    EPHEMERAL,
    ICMP,
    ICMPV6,
    TCP,
    UDP,
    Group,
    GroupRule,
    Interface,
    Network,
    Subnet,
)
from phizone_policies.proofs.network.question import Packet
from phizone_policies.proofs.network.walker.journey import Journey, Lost, Stopped
from phizone_policies.proofs.network.walker.rules import first_match, known, ports_to_try, shown, speaks_of, within


def send(network: Network, journey: Journey, interface: Interface) -> Journey:
    """The packet leaves an interface, if one of its groups lets it; what names groups is settled where it arrives."""
    packet = journey.packet
    rules = _rules(network, interface, lambda group: group.egress)
    fitting = [rule for rule in rules if speaks_of(rule.traffic, packet)]
    for rule in fitting:
        if within(packet.family, packet.destination, rule.blocks):
            return journey.then(rule.name, f"lets it out of {interface.name}", rule.source)
    receiver = network.interfaces.get(journey.receiver)
    naming = tuple(rule for rule in fitting if receiver and set(rule.groups) & set(receiver.groups))
    if naming:
        return replace(journey, owed=(*journey.owed, (interface.name, naming)))
    raise _closed(network, interface, "out of")


def receive(network: Network, journey: Journey, interface: Interface) -> Journey:
    """The packet comes to an interface, if one of its groups lets it."""
    packet = journey.packet
    for rule in _rules(network, interface, lambda group: group.ingress):
        if not speaks_of(rule.traffic, packet):
            continue
        by_address = within(packet.family, packet.source, rule.blocks)
        if by_address or _names(network, journey, rule, network.interfaces.get(journey.sender)):
            return journey.then(rule.name, f"lets it into {interface.name}", rule.source)
    raise _closed(network, interface, "into")


def deliver(network: Network, journey: Journey, subnet: Subnet) -> list[Journey]:
    """The packet is in the subnet of its destination: somebody has the address there, or it is dropped."""
    packet = journey.packet
    undone = _undone(network, journey, subnet)
    if undone:
        return undone
    interface = network.interfaces.get(journey.receiver)
    at_home = interface is not None and interface.subnet == subnet.name
    if interface is None or not at_home or not within(packet.family, packet.destination, interface.blocks):
        place = f"{shown(packet.family, packet.destination)} in {subnet.name}"
        raise Stopped(subnet.name, f"has {journey.receiver or 'nothing asked about'} not at {place}")
    if journey.answer:
        return [journey.then(interface.name, "takes the answer", end=interface.name)]
    if (journey.home, packet.source) == (subnet.vpc, packet.destination):
        raise Stopped(interface.name, "cannot have the address that the packet comes from")
    settled = _settled(network, receive(network, journey, interface), interface)
    return [settled.then(interface.name, "takes it", end=interface.name)]


def passed_on(journey: Journey) -> Journey:
    """The packet is passed on by something between: from here on no rule may name groups of its ends."""
    if journey.owed:
        at, rules = journey.owed[0]
        raise Stopped(at, "lets it out only straight to members of a group", rules[0].source)
    return replace(journey, straight=False)


def leave(network: Network, journey: Journey, subnet: Subnet) -> Journey:
    """The packet goes out over the edge of a subnet."""
    acl = known(network.acls, subnet.acl, "network ACL")
    rule = first_match(acl.egress, journey.packet, journey.packet.destination)
    if rule is None or not rule.allows:
        raise Stopped(rule.name if rule else acl.name, f"keeps it in {subnet.name}", rule.source if rule else None)
    return journey.then(rule.name, f"lets it out of {subnet.name}", rule.source)


def enter(network: Network, journey: Journey, subnet: Subnet) -> Journey:
    """The packet comes in over the edge of a subnet."""
    acl = known(network.acls, subnet.acl, "network ACL")
    rule = first_match(acl.ingress, journey.packet, journey.packet.source)
    if rule is None or not rule.allows:
        raise Stopped(rule.name if rule else acl.name, f"keeps it out of {subnet.name}", rule.source if rule else None)
    places = (*journey.places, subnet.name, subnet.vpc)
    return journey.then(rule.name, f"lets it into {subnet.name}", rule.source, subnet=subnet.name, places=places)


def cross(network: Network, journey: Journey, subnet: Subnet) -> Journey:
    """The packet goes from the subnet it is in to another: two edges, none within one subnet."""
    if journey.subnet == subnet.name:
        return journey
    return enter(network, leave(network, journey, network.subnets[journey.subnet]), subnet)


def _rules(network: Network, interface: Interface, side: Callable[[Group], Iterable[GroupRule]]) -> list[GroupRule]:
    groups = [network.groups[name] for name in interface.groups if name in network.groups]
    return [rule for group in groups for rule in side(group)]


def _closed(network: Network, interface: Interface, way: str) -> Stopped:
    unknown = [name for name in interface.groups if name not in network.groups]
    if unknown:
        return Lost(interface.name, f"has group {unknown[0]}, whose rules are not known")
    return Stopped(interface.name, f"has no group that lets it {way} {interface.name}")


def _names(network: Network, journey: Journey, rule: GroupRule, other: Interface | None) -> bool:
    """Whether a rule names a group that the interface at the other end holds, over a way that counts."""
    if other is None or not set(rule.groups) & set(other.groups) or not journey.straight:
        return False
    crossed = journey.crossed
    if len(crossed) == 1 and crossed[0] in network.peerings:
        return network.peerings[crossed[0]].same_region
    attachments = [network.attachments[name] for name in crossed if name in network.attachments]
    # Over one transit gateway: AWS does not tell members of groups over a peering of two.
    return not crossed or (
        len(attachments) == len(crossed) == 2 and all(one.vpc and one.group_references for one in attachments)
    )


def _settled(network: Network, journey: Journey, interface: Interface) -> Journey:
    for at, rules in journey.owed:
        naming = [rule for rule in rules if _names(network, journey, rule, interface)]
        if not naming:
            raise Stopped(at, f"lets it out to {interface.name} only by a way on which rules name groups")
        journey = journey.then(naming[0].name, f"lets it out of {at} to members of the group", naming[0].source)
    return replace(journey, owed=())


def _undone(network: Network, journey: Journey, subnet: Subnet) -> list[Journey]:
    """Where the packet answers one whose source was changed here: that change undone, on to the real source."""
    if not (journey.answer and journey.translations):
        return []
    *earlier, last = journey.translations
    if (last.subnet, last.address) != (subnet.name, journey.packet.destination):
        return []
    changed = replace(journey, translations=tuple(earlier), passed=())
    does = f"knows it for the answer to {last.before}"
    return [changed.then(last.by, does, packet=packet) for packet in answers(network, last.before, bool(earlier))]


def answers(network: Network, packet: Packet, changed: bool) -> list[Packet]:
    """What may answer a packet: addresses and ports swapped; where its source was changed, to a port chosen then."""
    back = replace(packet, source=packet.destination, destination=packet.source, source_port=packet.port)
    if packet.protocol in (TCP, UDP):
        ports = ports_to_try(network, EPHEMERAL) if changed else [packet.source_port]
    elif packet.protocol in (ICMP, ICMPV6):
        ports = ports_to_try(network, (0, 255))
    else:
        ports = [0]
    back = back if packet.protocol in (TCP, UDP) else replace(back, source_port=0)
    return [replace(back, port=port) for port in ports]
