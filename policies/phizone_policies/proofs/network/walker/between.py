"""What leads from one VPC to another: peering connections and transit gateways.

Source: VPC peering guide, "Unsupported configurations"; Transit Gateway guide, "How transit gateways work", "Network
ACLs".
"""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.network.model import Attachment, Network, Route, Subnet
from phizone_policies.proofs.network.walker.edge import deliver, enter, leave
from phizone_policies.proofs.network.walker.inside import subnet_of
from phizone_policies.proofs.network.walker.journey import Journey, Lost, Stopped
from phizone_policies.proofs.network.walker.lookup import transit_route_for
from phizone_policies.proofs.network.walker.rules import known


def peering(network: Network, journey: Journey, route: Route, subnet: Subnet) -> list[Journey]:
    """A peering connection brings what begins in one VPC to an interface of the other, and nowhere else."""
    found = known(network.peerings, route.target, "peering connection")
    if not found.active or subnet.vpc not in found.vpcs:
        raise Stopped(found.name, "is not active here", route.source)
    if journey.home != subnet.vpc:
        raise Stopped(found.name, f"carries only what begins in {subnet.vpc}", route.source)
    other = found.vpcs[1] if subnet.vpc == found.vpcs[0] else found.vpcs[0]
    known(network.vpcs, other, "VPC")
    journey = leave(network, journey, subnet).then(found.name, f"brings it to {other}", route.source)
    target = subnet_of(network, other, journey.packet)
    journey = enter(network, replace(journey, crossed=(*journey.crossed, found.name)), target)
    return deliver(network, journey, target)


def transit(network: Network, journey: Journey, route: Route, subnet: Subnet) -> list[Journey]:
    """A transit gateway takes the packet by the VPC's attachment, and lets it out by those its tables lead to."""
    attachment = _attachment_of(network, subnet, route)
    doors = [known(network.subnets, name, "subnet") for name in attachment.subnets]
    near = [door for door in doors if not (door.zone and subnet.zone) or door.zone == subnet.zone]
    if not near:
        raise Stopped(attachment.name, f"stands in no subnet of zone {subnet.zone}", route.source)
    entered, stopped = [], []
    for door in near:
        try:
            entered.append(enter(network, leave(network, journey, subnet), door))
        except Stopped as reason:
            stopped.append(reason)
    if not entered:
        raise stopped[0]
    return [out for one in entered for out in _through(network, one, attachment, ())]


def _attachment_of(network: Network, subnet: Subnet, route: Route) -> Attachment:
    mine = [one for one in network.attachments.values() if (one.gateway, one.vpc) == (route.target, subnet.vpc)]
    if not mine:
        raise Stopped(route.target, f"has no attachment of {subnet.vpc}", route.source)
    if not mine[0].accepted:
        raise Stopped(mine[0].name, "is not accepted", route.source)
    return mine[0]


def _through(network: Network, journey: Journey, attachment: Attachment, before: tuple[str, ...]) -> list[Journey]:
    """The table of the attachment a packet came by leads to another, of a VPC or of another transit gateway."""
    if attachment.name in before:
        raise Stopped(attachment.name, "has the packet for the second time, which goes round until it is dropped")
    if not attachment.table:
        raise Stopped(attachment.name, "has no route table, so that what comes by it is dropped")
    table = known(network.transit_tables, attachment.table, "route table of the transit gateway")
    route = transit_route_for(table, journey.packet.family, journey.packet.destination)
    if not route.attachment:
        raise Stopped(route.name, "is a blackhole", route.source)
    leads = known(network.attachments, route.attachment, "attachment")
    if not leads.accepted:
        raise Stopped(leads.name, "is not accepted", route.source)
    journey = journey.then(table.name, f"leads to {leads.name}", route.source)
    journey = replace(journey, crossed=(*journey.crossed, attachment.name, leads.name))
    if leads.vpc:
        return _out(network, journey.through(f"{attachment.name} to {leads.name}"), leads)
    if not leads.peer:
        raise Lost(leads.name, "leads to what is not known")
    peer = known(network.attachments, leads.peer, "attachment of the other transit gateway")
    return _through(network, journey, peer, (*before, attachment.name))


def _out(network: Network, journey: Journey, attachment: Attachment) -> list[Journey]:
    """The packet comes out in any of the attachment's subnets, whose route table is asked next."""
    doors = [known(network.subnets, name, "subnet") for name in attachment.subnets]
    if not doors:
        raise Stopped(attachment.name, "stands in no subnet")
    return [
        journey.then(
            attachment.name,
            f"lets it out in {door.name}",
            subnet=door.name,
            places=(*journey.places, door.name, door.vpc),
        )
        for door in doors
    ]
