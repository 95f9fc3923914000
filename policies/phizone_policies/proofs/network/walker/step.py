"""One step of a packet: straight to its destination in the same subnet, else what the subnet's route table says."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.model import Network, Route, Subnet, Via
from phizone_policies.proofs.network.walker.between import peering, transit
from phizone_policies.proofs.network.walker.edge import deliver, leave
from phizone_policies.proofs.network.walker.inside import endpoint, firewall, local, middlebox, nat, version_4
from phizone_policies.proofs.network.walker.journey import Journey, Lost, Stopped
from phizone_policies.proofs.network.walker.lookup import route_for
from phizone_policies.proofs.network.walker.outside import out
from phizone_policies.proofs.network.walker.rules import known, within


def step(network: Network, journey: Journey) -> list[Journey]:
    """Where the packet may be after one more step."""
    subnet = known(network.subnets, journey.subnet, "subnet")
    packet = journey.packet
    if within(packet.family, packet.destination, subnet.blocks):
        return deliver(network, journey, subnet)
    route = route_for(known(network.tables, subnet.table, "route table"), packet.family, packet.destination)
    journey = journey.then(route.name, f"sends it to {route.target or route.via}", route.source)
    if route.via is Via.UNKNOWN:
        _leaves_somehow(network, journey, subnet)
        raise Lost(route.name, f"leads to what is not known: {route.target}", route.source)
    if route.via is Via.NOWHERE:
        raise Stopped(route.name, "is a blackhole", route.source)
    return _onward(network, journey, route, subnet)


def _leaves_somehow(network: Network, journey: Journey, subnet: Subnet) -> None:
    """Whatever takes the packet stands beyond the subnet's edge, or sends it on over that.

    Inside the subnet only a NAT gateway would change the destination, of what is for 64:ff9b::/96.
    """
    try:
        leave(network, journey, subnet)
    except Stopped:
        leave(network, replace(journey, packet=version_4(journey.packet)), subnet)


def _onward(network: Network, journey: Journey, route: Route, subnet: Subnet) -> list[Journey]:
    match route.via:
        case Via.LOCAL:
            return local(network, journey, subnet)
        case Via.INTERNET | Via.EGRESS_ONLY:
            return out(network, journey, route, subnet)
        case Via.NAT:
            return nat(network, journey, route)
        case Via.PEERING:
            return peering(network, journey, route, subnet)
        case Via.TRANSIT:
            return transit(network, journey, route, subnet)
        case Via.ENDPOINT:
            return endpoint(network, journey, route, subnet)
        case Via.INTERFACE:
            return middlebox(network, journey, route)
        case Via.FIREWALL:
            return firewall(network, journey, route)
    raise Lost(route.name, f"leads to a {route.via}, which is not modelled", route.source)
