"""Internet gateways, both ways. Source: Amazon VPC User Guide, "Internet gateways", "Egress-only internet gateways",
"Gateway route tables", "Block public access to VPCs and subnets"."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.model import (
    IPV4,
    IPV6,
    InternetGateway,
    Mode,
    Network,
    Route,
    Subnet,
    Via,
)
from phizone_policies.proofs.network.question import INTERNET
from phizone_policies.proofs.network.walker.edge import deliver, enter, leave, passed_on
from phizone_policies.proofs.network.walker.inside import NAT64, firewall, middlebox, subnet_of
from phizone_policies.proofs.network.walker.journey import Journey, Lost, Stopped
from phizone_policies.proofs.network.walker.lookup import route_for
from phizone_policies.proofs.network.walker.rules import known, shown, within


def out(network: Network, journey: Journey, route: Route, subnet: Subnet) -> list[Journey]:
    """An internet gateway carries what has a public address: known to it for IPv4, the VPC's own for IPv6."""
    gateway = known(network.internet_gateways, route.target, "internet gateway")
    if gateway.vpc != subnet.vpc or gateway.egress_only != (route.via is Via.EGRESS_ONLY):
        raise Stopped(gateway.name, f"is not one that {subnet.vpc} has", route.source)
    family = journey.packet.family
    if journey.home != gateway.vpc:
        raise Stopped(gateway.name, f"carries only addresses of {gateway.vpc}", route.source)
    if family == IPV4 and (gateway.egress_only or not journey.public):
        address = shown(family, journey.packet.source)
        raise Stopped(gateway.name, f"has no public address for {address}", route.source)
    if within(family, journey.packet.destination, (NAT64,)):
        raise Stopped(gateway.name, "knows no way to addresses that stand for IPv4 behind a NAT gateway", route.source)
    _unblocked(network, journey, gateway, subnet)
    gone = passed_on(leave(network, journey, subnet)).then(gateway.name, "lets it out to the internet", route.source)
    owner = _owner(network, gone)
    gone = replace(gone, gates=gone.gates if gone.answer else (*gone.gates, gateway.name))
    if owner:
        return _across(network, replace(gone, home="", sender="", public=False), owner)
    if gone.answer and family == IPV4 and gone.gates != (gateway.name,):
        raise Stopped(gateway.name, "gives it a source that what it answers was not for", route.source)
    return [replace(gone, end=INTERNET)]


def _across(network: Network, journey: Journey, owner: str) -> list[Journey]:
    """From the internet into the VPC that has the address; an answer, by the gateway that its packet left by."""
    gate = journey.gates[0] if journey.answer and journey.gates else ""
    if gate in network.internet_gateways and network.internet_gateways[gate].vpc == owner:
        return come_back(network, journey, gate)
    return come_in(network, journey, owner)


def come_in(network: Network, journey: Journey, vpc: str) -> list[Journey]:
    """A packet from the internet comes in by the internet gateway of a VPC."""
    gateways = [one for one in network.internet_gateways.values() if one.vpc == vpc and not one.egress_only]
    if not gateways:
        raise Stopped(vpc, "has no internet gateway")
    gateway = gateways[0]
    journey = journey.then(gateway.name, f"brings it into {vpc}", places=(*journey.places, vpc))
    gates = journey.gates if journey.answer else (*journey.gates, gateway.name)
    return _inward(network, replace(journey, gates=gates), gateway)


def come_back(network: Network, journey: Journey, gate: str) -> list[Journey]:
    """An answer comes back by the gateway or gateway endpoint that its packet went out by."""
    if gate in network.internet_gateways and not network.internet_gateways[gate].egress_only:
        return _inward(network, journey, network.internet_gateways[gate])
    vpc = network.internet_gateways[gate].vpc if gate in network.internet_gateways else network.endpoints[gate].vpc
    target = subnet_of(network, vpc, journey.packet)
    return deliver(network, enter(network, journey, target), target)


def _inward(network: Network, journey: Journey, gateway: InternetGateway) -> list[Journey]:
    """The gateway's own route table, if it has one, tells where a packet goes first; else to its destination."""
    name = known(network.vpcs, gateway.vpc, "VPC").gateway_tables.get(gateway.name, "")
    if name:
        table = known(network.tables, name, "route table of the gateway")
        route = route_for(table, journey.packet.family, journey.packet.destination)
        if route.via is Via.UNKNOWN:
            raise Lost(route.name, route.target)
        if route.via in (Via.INTERFACE, Via.FIREWALL):
            return _redirected(network, journey, route)
        if route.via is not Via.LOCAL:
            raise Stopped(route.name, f"leads to a {route.via}, where a gateway sends nothing", route.source)
    target = subnet_of(network, gateway.vpc, journey.packet)
    _meets(network, journey, target)
    return deliver(network, enter(network, journey, target), target)


def _redirected(network: Network, journey: Journey, route: Route) -> list[Journey]:
    if route.via is Via.INTERFACE:
        subnet = known(network.subnets, known(network.interfaces, route.target, "interface").subnet, "subnet")
        _meets(network, journey, subnet)
        return middlebox(network, enter(network, journey, subnet), route)
    subnet = known(network.subnets, known(network.firewalls, route.target, "firewall endpoint").subnet, "subnet")
    _meets(network, journey, subnet)
    return firewall(network, enter(network, journey, subnet), route)


def _meets(network: Network, journey: Journey, subnet: Subnet) -> None:
    """What begins outside comes into no subnet that is blocked, nor into one without a route to such a gateway."""
    if journey.answer and journey.gates:
        return
    if _mode(network, subnet) is not Mode.OFF:
        raise Stopped(subnet.name, "is closed to what begins on the internet (VPC Block Public Access)")
    family = journey.packet.family
    routes = [
        route
        for route in known(network.tables, subnet.table, "route table").routes
        if any(block.family == family for block in route.blocks)
    ]
    if any(route.via is Via.INTERNET for route in routes):
        return
    for route in routes:
        if route.via is Via.UNKNOWN:
            raise Lost(route.name, route.target)
    raise Stopped(subnet.table, f"has no route to an internet gateway, so nothing comes into {subnet.name} by one")


def _unblocked(network: Network, journey: Journey, gateway: InternetGateway, subnet: Subnet) -> None:
    mode = _mode(network, subnet)
    # What answers goes by the gateway that let its packet through.
    # With block-ingress only NAT and egress-only gateways work. Source: EC2 API, "BlockPublicAccessStates".
    fine = mode is Mode.OFF or (mode is Mode.INGRESS and (gateway.egress_only or not journey.sender))
    if not fine and not (journey.answer and journey.gates):
        raise Stopped(subnet.name, f"is closed to {gateway.name} (VPC Block Public Access: {mode})")


def _mode(network: Network, subnet: Subnet) -> Mode:
    return network.blocked.get(subnet.name, network.blocked.get(subnet.vpc, Mode.OFF))


def _owner(network: Network, journey: Journey) -> str:
    """The VPC that has a public address, which is told for IPv6 only; empty for the rest of the internet."""
    packet = journey.packet
    if packet.family != IPV6:
        return ""
    found = [vpc.name for vpc in network.vpcs.values() if within(IPV6, packet.destination, vpc.blocks)]
    return found[0] if found else ""
