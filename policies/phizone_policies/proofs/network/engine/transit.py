"""Packets at transit gateways.

A subnet uses the gateway only where the attachment has a subnet in its zone (an unknown zone counts as the same), and
that subnet's network ACL lets them in, also where it is the sender's own. The table that is associated with the
attachment they came by decides, and over a peering the one associated with the other gateway's end. They come out in
any subnet of the attachment that the route names: to what stands in that subnet without a network ACL; to all else by
its network ACL's egress entries and its route table, so that packets to elsewhere go on to a NAT gateway or a firewall
there. Rules may name groups over it only where both attachments allow that and there is no peering. Source: Transit
Gateway guide, "Network ACLs", "Security group referencing".
"""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.edges import through_acl
from phizone_policies.proofs.network.engine.flight import At, Flight
from phizone_policies.proofs.network.engine.search import Search, hidden
from phizone_policies.proofs.network.engine.wording import destination_text
from phizone_policies.proofs.network.model import Attachment, Route, Subnet, TransitRoute


def transit(search: Search, flight: Flight, subnet: Subnet, route: Route) -> Iterator[Flight]:
    """Packets that a subnet sends to a transit gateway."""
    attachments = search.index.attachments_of.get((route.target, subnet.vpc), [])
    if not attachments:
        blocked = search.block(flight, route.target, f"has no attachment of {subnet.vpc}", route.source)
        if blocked:
            yield from _jump(search, blocked, route.target, "")
    for attachment in attachments:
        yield from _enter(search, flight, subnet, attachment)


def _enter(search: Search, flight: Flight, subnet: Subnet, attachment: Attachment) -> Iterator[Flight]:
    left: Flight | None = flight
    if not attachment.accepted:
        left = search.block(flight, attachment.name, "is not accepted")
    known = [search.network.subnets[name] for name in attachment.subnets if name in search.network.subnets]
    if len(known) < len(attachment.subnets):
        search.note(f"a subnet of {attachment.name} is not in the graph")
    near = [each for each in known if not each.zone or not subnet.zone or each.zone == subnet.zone]
    if not near:
        left = left and search.block(
            left, attachment.name, f"has no subnet in {subnet.zone}, the zone of {subnet.name}"
        )
        near = [subnet]
    if left is None:
        return
    for entry in near:
        for each in through_acl(search, left, entry, egress=False):
            yield from _look_up(search, each, attachment)


def _look_up(search: Search, flight: Flight, attachment: Attachment) -> Iterator[Flight]:
    if not attachment.table:
        blocked = search.block(flight, attachment.name, "is associated with no route table of the transit gateway")
        if blocked:
            yield from _jump(search, blocked, attachment.gateway, attachment.name)
    elif attachment.table not in search.network.transit_tables:
        search.note(f"{attachment.table}, the route table of {attachment.name}, is not in the graph")
    else:
        left: Flight | None = flight
        if not attachment.group_references:
            left = hidden(search, flight, attachment.name)
        if left is not None:
            hop = Hop(attachment.name, f"takes it to the transit gateway, where {attachment.table} decides")
            yield left._replace(at=At.TRANSIT, place=attachment.table, trail=left.by(hop))


def at_table(search: Search, flight: Flight) -> Iterator[Flight]:
    """Packets at a route table of a transit gateway."""
    key = (flight.place, flight.leg.sender.name, flight.box.family)
    if key in flight.seen:
        return
    flight = flight._replace(seen=flight.seen | {key})
    table = search.network.transit_tables[flight.place]
    parts, left = search.index.transit_route(table, flight.box.family, flight.box.destination)
    for route, to in parts:
        box = flight.box._replace(destination=to)
        yield from _follow(search, flight._replace(box=box), table.gateway, route)
    if left:
        rest = flight._replace(box=flight.box._replace(destination=left))
        blocked = search.block(rest, table.name, f"has no route to {destination_text(rest.box)}")
        if blocked:
            yield from _jump(search, blocked, table.gateway, "")


def _follow(search: Search, flight: Flight, gateway: str, route: TransitRoute) -> Iterator[Flight]:
    to = destination_text(flight.box) if search.relaxed else ""
    if not route.attachment:
        blocked = search.block(flight, route.name, f"drops what goes to {to}", route.source)
        if blocked:
            yield from _jump(search, blocked, gateway, "")
        return
    found = search.network.attachments.get(route.attachment)
    if found is None:
        search.note(f"{route.name} leads to the attachment {route.attachment}, which is not in the graph")
        return
    hop = Hop(route.name, f"the transit gateway's route leads to {found.name}", route.source)
    yield from _come_out(search, flight._replace(trail=flight.by(hop)), found)
    if search.relaxed:
        blocked = search.block(flight, route.name, f"leads what goes to {to} to {found.name}", route.source)
        if blocked:
            yield from _jump(search, blocked, gateway, found.name)


def _come_out(search: Search, flight: Flight, attachment: Attachment) -> Iterator[Flight]:
    left: Flight | None = flight
    if not attachment.accepted:
        left = search.block(flight, attachment.name, "is not accepted")
    if not attachment.vpc:
        left = left and hidden(search, left, attachment.name)
        peer = search.network.attachments.get(attachment.peer)
        if peer is None:
            search.note(f"the other end of {attachment.name} is not in the graph")
        elif left is not None and not peer.accepted:
            left = search.block(left, peer.name, "is not accepted")
        yield from _look_up(search, left, peer) if peer and left else ()
        return
    if not attachment.group_references:
        left = left and hidden(search, left, attachment.name)
    for name in attachment.subnets if left else ():
        if name not in search.network.subnets:
            search.note(f"{name}, a subnet of {attachment.name}, is not in the graph")
        elif left is not None:
            hop = Hop(attachment.name, f"brings it to {name}")
            yield left._replace(at=At.LEAVING, place=name, trail=left.by(hop), crossed=name)


def _jump(search: Search, flight: Flight, gateway: str, without: str) -> Iterator[Flight]:
    """Packets that no route leads on, had one led to where the goals are: for what asks what all stops them."""
    wanted = set(search.goals.within) or {each.vpc for each in search.network.internet_gateways.values()}
    for attachment in search.network.attachments.values():
        if attachment.gateway == gateway and attachment.vpc in wanted and attachment.name != without:
            yield from _come_out(search, flight, attachment)
