"""What passes packets on inside a VPC: the VPC itself, middleboxes, firewall endpoints, NAT gateways, endpoints.

Source: Amazon VPC User Guide, "Middlebox routing", "NAT gateways"; AWS PrivateLink guide, "Gateway endpoints".
"""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.model import ICMP, ICMPV6, IPV4, IPV6, TCP, UDP, Block, Network, Route, Subnet
from phizone_policies.proofs.network.question import INTERNET, Packet
from phizone_policies.proofs.network.walker.edge import cross, deliver, leave, passed_on, receive, send
from phizone_policies.proofs.network.walker.journey import Journey, Stopped, Translation
from phizone_policies.proofs.network.walker.rules import addresses_to_try, known, shown, within

NAT64 = Block(IPV6, 0x0064_FF9B << 96, 0x0064_FF9B << 96 | 0xFFFF_FFFF)
"""64:ff9b::/96, behind which every IPv4 address stands. Source: RFC 6052."""


def subnet_of(network: Network, vpc: str, packet: Packet) -> Subnet:
    """The subnet of a VPC that has the destination."""
    for subnet in network.subnets.values():
        if subnet.vpc == vpc and within(packet.family, packet.destination, subnet.blocks):
            return subnet
    raise Stopped(vpc, f"has no subnet with {shown(packet.family, packet.destination)}")


def local(network: Network, journey: Journey, subnet: Subnet) -> list[Journey]:
    """The VPC brings the packet to the subnet of its destination."""
    target = subnet_of(network, subnet.vpc, journey.packet)
    return deliver(network, cross(network, journey, target), target)


def middlebox(network: Network, journey: Journey, route: Route) -> list[Journey]:
    """An interface takes the packet; if it forwards, it goes on with its own source or with the interface's."""
    interface = known(network.interfaces, route.target, "network interface")
    subnet = known(network.subnets, interface.subnet, "subnet")
    journey = cross(network, journey, subnet)
    back = [one for one in journey.translations[-1:] if journey.answer and one.by == interface.name]
    if interface.name == journey.receiver or any(one.address == journey.packet.destination for one in back):
        return deliver(network, journey, subnet)
    if not interface.forwards:
        raise Stopped(interface.name, "drops what is not addressed to it (source/destination check)", route.source)
    if interface.name in journey.expected:
        return [passed_on(journey.through(interface.name)).then(interface.name, "passes the answer on")]
    kept = passed_on(receive(network, journey, interface).through(interface.name)).then(interface.name, "passes it on")
    kept = send(network, kept, interface)
    return [kept] if journey.answer else [kept, *_masqueraded(network, kept, interface.name)]


def firewall(network: Network, journey: Journey, route: Route) -> list[Journey]:
    """A firewall endpoint takes the packet, and what its rules let through goes on from its subnet."""
    found = known(network.firewalls, route.target, "firewall endpoint")
    journey = passed_on(cross(network, journey, known(network.subnets, found.subnet, "subnet")).through(found.name))
    if found.drops:
        raise Stopped(found.name, "drops everything", route.source)
    does = "passes it on, if its rules let it"
    return [journey.then(found.name, does, conditional=journey.conditional or not journey.answer)]


def nat(network: Network, journey: Journey, route: Route) -> list[Journey]:
    """A NAT gateway sends the packet on from its subnet with an address of its own."""
    found = known(network.nat_gateways, route.target, "NAT gateway")
    subnet = known(network.subnets, found.subnet, "subnet")
    journey = passed_on(cross(network, journey, subnet).through(found.name))
    if journey.answer:
        raise Stopped(found.name, "knows of no packet that this answers, and changes its source", route.source)
    packet = version_4(journey.packet)
    if packet.family != IPV4 or packet.protocol not in (TCP, UDP, ICMP):
        raise Stopped(found.name, "translates TCP, UDP and ICMP over IPv4, and what is for 64:ff9b::/96", route.source)
    return [
        journey.then(
            found.name,
            f"sends it on from {shown(IPV4, address)}",
            packet=replace(packet, source=address),
            sender="",
            home=subnet.vpc,
            public=found.public,
            translations=(*journey.translations, Translation(found.name, subnet.name, journey.packet, address)),
        )
        for address in addresses_to_try(network, IPV4, subnet.blocks)
    ]


def endpoint(network: Network, journey: Journey, route: Route, subnet: Subnet) -> list[Journey]:
    """A gateway endpoint brings the packet to its service, from where others' resources may be open."""
    found = known(network.endpoints, route.target, "endpoint")
    if found.vpc != subnet.vpc or journey.home != subnet.vpc:
        raise Stopped(found.name, f"carries only what begins in {found.vpc}", route.source)
    journey = passed_on(leave(network, journey, subnet))
    if not found.foreign:
        raise Stopped(found.name, "brings it to the service, whose policy lets nothing on to others", route.source)
    does = f"brings it to {found.service}: {found.foreign[0]}"
    return [journey.then(found.name, does, route.source, end=INTERNET, gates=(found.name,))]


def _masqueraded(network: Network, journey: Journey, name: str) -> list[Journey]:
    """The packet with the source that a middlebox which is a NAT instance gives it."""
    interface = network.interfaces[name]
    return [
        journey.then(
            name,
            f"gives it the source {shown(journey.packet.family, address)}",
            packet=replace(journey.packet, source=address),
            sender=name,
            home=network.subnets[interface.subnet].vpc,
            public=interface.public,
            straight=True,
            crossed=(),
            translations=(*journey.translations, Translation(name, interface.subnet, journey.packet, address)),
        )
        for address in addresses_to_try(network, journey.packet.family, interface.blocks)
    ]


def version_4(packet: Packet) -> Packet:
    """The packet that NAT64 makes of one for 64:ff9b::/96; any other as it is."""
    if not within(packet.family, packet.destination, (NAT64,)):
        return packet
    address = packet.destination - NAT64.first
    if packet.protocol == ICMPV6:
        return replace(packet, family=IPV4, destination=address, protocol=ICMP, port=8)
    return replace(packet, family=IPV4, destination=address)
