"""One packet's walk: where it begins, step by step to where it ends, and what answers it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.model import ICMP, ICMPV6, IPV4, IPV6, Block, Kind, Network
from phizone_policies.proofs.network.question import INTERNET, Packet, Walk
from phizone_policies.proofs.network.walker.edge import answers, send
from phizone_policies.proofs.network.walker.journey import Journey, Lost, Stopped
from phizone_policies.proofs.network.walker.outside import come_back, come_in
from phizone_policies.proofs.network.walker.rules import known, within
from phizone_policies.proofs.network.walker.step import step

NEVER_FORWARDED = tuple(
    Block(one.version, int(one[0]), int(one[-1]))
    for one in map(ip_network, ("169.254.0.0/16", "224.0.0.0/4", "fe80::/10", "fd00:ec2::/32", "ff00::/8"))
)
"""Link-local addresses and multicast. Source: Amazon VPC User Guide, "Route tables"."""


def walk(network: Network, packet: Packet, start: str, end: str = "") -> Walk:
    """Follows a packet from an interface, or `internet`; `end` names whose address its destination is taken for.

    A hypothetical interface may own any address of its subnet, so that a packet alone does not tell whom it is for;
    without `end` everybody who may own the address is tried. Of several ways the first arrives without condition,
    then with an answer. To an interface with a public IPv4 address a packet from the internet has its private one, into
    which the internet gateway translates.
    """
    receivers = [end] if end else [*_owners(network, packet), INTERNET]
    return min((one for receiver in receivers for one in _walks(network, packet, start, receiver)), key=_order)


def _order(walk: Walk) -> tuple[bool, bool, bool, bool, int]:
    return not walk.end, walk.conditional, not walk.returns, not walk.unknown, -len(walk.hops)


def _owners(network: Network, packet: Packet) -> list[str]:
    interfaces = network.interfaces.values()
    return sorted(one.name for one in interfaces if within(packet.family, packet.destination, one.blocks))


def _walks(network: Network, packet: Packet, start: str, receiver: str) -> Iterator[Walk]:
    """Every way that the packet may take if the receiver owns its destination."""
    journey = Journey(packet, "" if receiver == INTERNET else receiver)
    for found in _followed(network, _begun(network, journey, start)):
        if found.stopped:
            yield _ended(network, found, found.stopped, _arrival(network, start, receiver))
        elif found.end == receiver:
            yield Walk(found.end, found.hops, _returns(network, packet, start, found), found.conditional)
        else:
            hop = Hop(found.end, f"is where it arrives, and it is for {receiver}")
            yield Walk("", (*found.hops, hop))


def _arrival(network: Network, start: str, receiver: str) -> tuple[str, ...]:
    """Where a packet from the internet may appear by a way that is not modelled: at whom it is for."""
    return _place(network, receiver) if start == INTERNET and receiver in network.interfaces else ()


def _ended(network: Network, found: Journey, stopped: Stopped, arrival: tuple[str, ...]) -> Walk:
    """A walk that goes no further, for certain or as far as is known."""
    hops = (*found.hops, stopped.hop)
    if isinstance(stopped, Lost):
        return Walk("", hops, unknown=f"{stopped.hop.at} {stopped.hop.does}")
    places = {*found.places, *arrival}
    for one in network.unmodelled:
        if places and (not one.places or places & set(one.places)):
            return Walk("", hops, unknown=f"{one.name}: {one.why}")
    return Walk("", hops)


def _returns(network: Network, packet: Packet, start: str, found: Journey) -> bool:
    """Whether some answer to the packet as it arrived comes back as an answer to the packet as it began."""
    for back in answers(network, found.packet, bool(found.translations)):
        journey = Journey(
            back,
            "" if start == INTERNET else start,
            answer=True,
            translations=found.translations,
            gates=found.gates,
            expected=found.passed,
        )
        for one in _followed(network, _answered(network, journey, found)):
            if one.end == start and _answers(packet, one.packet):
                return True
    return False


def _answers(packet: Packet, back: Packet) -> bool:
    ports = (back.source_port, back.port) == (packet.port, packet.source_port) or packet.protocol in (ICMP, ICMPV6)
    return ports and (back.source, back.destination) == (packet.destination, packet.source)


def _followed(network: Network, begun: list[Journey]) -> Iterator[Journey]:
    """Every end that the journeys come to: one step after the other, through each of the choices on the way."""
    waiting = begun
    while waiting:
        journey = waiting.pop()
        if journey.end or journey.stopped:
            yield journey
            continue
        try:
            waiting += step(network, journey)
        except Stopped as reason:
            yield replace(journey, stopped=reason)


def _begun(network: Network, journey: Journey, start: str) -> list[Journey]:
    try:
        if any(within(journey.packet.family, journey.packet.destination, (one,)) for one in NEVER_FORWARDED):
            raise Stopped(start, "sends it to an address that is never forwarded")
        if (journey.packet.protocol, journey.packet.family) in ((ICMP, IPV6), (ICMPV6, IPV4)):
            raise Stopped(start, "sends ICMP of the other family, which there is not")
        _free(network, journey.packet.source, start, journey.packet)
        _free(network, journey.packet.destination, journey.receiver, journey.packet)
        return _from_outside(network, journey) if start == INTERNET else [_from_inside(network, journey, start)]
    except Stopped as reason:
        return [replace(journey, stopped=reason)]


def _free(network: Network, address: int, owner: str, packet: Packet) -> None:
    """What may have any address of its subnet does not have the one address of another interface of its VPC."""
    if owner not in network.interfaces:
        return
    vpc, one = _place(network, owner)[1], Block(packet.family, address, address)
    for other in network.interfaces.values():
        if other.name != owner and one in other.blocks and _place(network, other.name)[1] == vpc:
            raise Stopped(other.name, f"has the address that {owner} would have to have")


def _from_outside(network: Network, journey: Journey) -> list[Journey]:
    receiver = known(network.interfaces, journey.receiver, "interface it is for")
    if journey.packet.family == IPV4 and not receiver.public:
        raise Stopped(receiver.name, "has no public IPv4 address")
    if not within(journey.packet.family, journey.packet.destination, receiver.blocks):
        raise Stopped(receiver.name, "does not have the address")
    return come_in(network, replace(journey, straight=False), _place(network, receiver.name)[1])


def _from_inside(network: Network, journey: Journey, start: str) -> Journey:
    interface = known(network.interfaces, start, "interface it begins at")
    if interface.kind is Kind.ENDPOINT:
        raise Stopped(start, "only receives")
    if not within(journey.packet.family, journey.packet.source, interface.blocks):
        raise Stopped(start, "does not have the address that the packet comes from")
    return _placed(network, send(network, journey, interface), start)


def _placed(network: Network, journey: Journey, start: str) -> Journey:
    """The journey at the subnet of the interface where it begins."""
    subnet, vpc = _place(network, start)
    public = network.interfaces[start].public
    at = replace(journey, subnet=subnet, sender=start, home=vpc, public=public, passed=(start,), places=(subnet, vpc))
    return at.then(start, f"sends {journey.packet}")


def _answered(network: Network, journey: Journey, found: Journey) -> list[Journey]:
    """The answer where it begins: at the interface that took the packet, or at the gate where that went out."""
    if found.end != INTERNET:
        return [_placed(network, journey, found.end)]
    try:
        return come_back(network, journey, found.gates[-1])
    except Stopped as reason:
        return [replace(journey, stopped=reason)]


def _place(network: Network, interface: str) -> tuple[str, str]:
    subnet = known(network.subnets, network.interfaces[interface].subnet, "subnet")
    return subnet.name, subnet.vpc
