"""Packets at the filters: network ACLs at the edges of subnets, security groups at interfaces."""

from __future__ import annotations

from phizone_policies.proofs.network.engine.filters import deciding, narrow
from phizone_policies.proofs.network.engine.flight import Filtered, Flight
from phizone_policies.proofs.network.engine.search import Search, onward
from phizone_policies.proofs.network.engine.wording import service_text
from phizone_policies.proofs.network.model import Interface, Subnet


def through_acl(search: Search, flight: Flight, subnet: Subnet, egress: bool) -> list[Flight]:
    """The packets that a subnet's network ACL lets out or in; answers have to pass as well."""
    acl = search.network.acls.get(subnet.acl)
    if acl is None:
        search.note(f"the network ACL of {subnet.name} is not in the graph")
        return []
    box = flight.box
    step = Filtered(subnet.name, egress, acl=True)
    boxes = (narrow(box, each, egress) for each in search.index.acl(acl.name, egress, box.family))
    found = [onward(flight, each, step) for each in boxes if each]
    if found or not search.relaxed:
        return found
    rule = deciding(acl, egress, box)
    way = "out of" if egress else "into"
    because = f"entry {rule.number} denies" if rule else "no entry allows"
    does = f"network ACL {acl.name}: {because} {service_text(box)} {way} {subnet.name}"
    blocked = search.block(flight, rule.name if rule else acl.name, does, rule.source if rule else None)
    return [blocked] if blocked else []


def out_of(search: Search, flight: Flight, interface: Interface) -> list[Flight]:
    """The packets that an interface's security groups let out."""
    rules = search.index.filter(interface.groups, egress=True)
    note_absent(search, interface, rules.absent)
    step = Filtered(interface.name, egress=True, acl=False)
    found = [
        onward(flight, box, step)._replace(must_hold=each.groups)
        for each in rules.passes[flight.box.family]
        if (box := narrow(flight.box, each, egress=True))
    ]
    return found or _stopped(search, flight, interface, egress=True)


def into(search: Search, flight: Flight, interface: Interface) -> list[Flight]:
    """The packets that an interface's security groups let in."""
    rules = search.index.filter(interface.groups, egress=False)
    note_absent(search, interface, rules.absent)
    step = Filtered(interface.name, egress=False, acl=False)
    found: list[Flight] = []
    for each in rules.passes[flight.box.family]:
        if each.groups is not None and not (flight.references and each.groups & flight.leg.sender.groups):
            continue
        if box := narrow(flight.box, each, egress=False):
            found.append(onward(flight, box, step))
    return found or _stopped(search, flight, interface, egress=False)


def _stopped(search: Search, flight: Flight, interface: Interface, egress: bool) -> list[Flight]:
    if not search.relaxed:
        return []
    way = "out of" if egress else "into"
    groups = ", ".join(interface.groups)
    does = f"security groups {groups}: no rule lets {service_text(flight.box)} {way} {interface.name}"
    blocked = search.block(flight, interface.groups[0] if interface.groups else interface.name, does)
    return [blocked] if blocked else []


def note_absent(search: Search, interface: Interface, absent: tuple[str, ...]) -> None:
    """Says which security groups of an interface are not known."""
    for name in absent:
        search.note(f"security group {name} of {interface.name} is not in the graph")
