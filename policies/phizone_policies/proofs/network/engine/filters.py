"""Security groups and network ACLs as sets of what they let through.

Security groups: allow only, the union over all groups of an interface. A rule that names a group speaks of the
interfaces that hold it, so it is kept apart with the names: whoever delivers the packet knows which interface it is
that has the address. An interface without any group (a Network Load Balancer may have none) is not filtered.
Network ACLs: the lowest number that matches decides, and nothing that matches means no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from phizone_policies.proofs.network.engine.sets import (
    EVERY_ADDRESS,
    EVERY_SERVICE,
    FAMILIES,
    Box,
    Intervals,
    addresses,
    covers,
    intersect,
    services,
    subtract,
    union,
)
from phizone_policies.proofs.network.model import Acl, AclRule, Group, GroupRule

Holders = Callable[[str, int], Intervals]
"""Addresses, of a family, of the interfaces that hold a security group."""


class Pass(NamedTuple):
    """Something that a filter lets through."""

    addresses: Intervals
    """Addresses at the other end."""
    services: Intervals
    """Protocols with ports."""
    groups: frozenset[str] | None = None
    """Groups one of which the interface at the other end must hold; None where the addresses alone decide."""


class Filter(NamedTuple):
    """What the security groups of an interface let through in one direction."""

    passes: dict[int, tuple[Pass, ...]]
    """By family."""
    absent: tuple[str, ...] = ()
    """Groups that are not in the network, so that this is not known."""


def group_filter(names: Iterable[str], groups: dict[str, Group], egress: bool, holders: Holders) -> Filter:
    """The union of some security groups."""
    held = tuple(names)
    if not held:
        return Filter({family: (Pass(EVERY_ADDRESS[family], EVERY_SERVICE),) for family in FAMILIES})
    present = [groups[name] for name in held if name in groups]
    rules = [rule for group in present for rule in (group.egress if egress else group.ingress)]
    passes = {family: (*_by_address(rules, family), *_by_group(rules, family, holders)) for family in FAMILIES}
    return Filter(passes, tuple(name for name in held if name not in groups))


def _by_address(rules: list[GroupRule], family: int) -> tuple[Pass, ...]:
    by_service: dict[Intervals, list[Intervals]] = defaultdict(list)
    for rule in rules:
        if blocks := addresses(rule.blocks, family):
            by_service[services(rule.traffic)].append(blocks)
    by_address: dict[Intervals, list[Intervals]] = defaultdict(list)
    for service, sets in by_service.items():
        by_address[union(*sets)].append(service)
    found = [Pass(where, union(*sets)) for where, sets in by_address.items()]
    return tuple(each for each in found if not any(_within(each, other) for other in found if other is not each))


def _within(one: Pass, other: Pass) -> bool:
    return covers(other.addresses, one.addresses) and covers(other.services, one.services)


def _by_group(rules: list[GroupRule], family: int, holders: Holders) -> tuple[Pass, ...]:
    by_names: dict[frozenset[str], list[Intervals]] = defaultdict(list)
    for rule in rules:
        if rule.groups:
            by_names[frozenset(rule.groups)].append(services(rule.traffic))
    found = ((union(*(holders(name, family) for name in names)), names, sets) for names, sets in by_names.items())
    return tuple(Pass(where, union(*sets), names) for where, names, sets in found if where)


def acl_passes(acl: Acl, egress: bool, family: int) -> tuple[Pass, ...]:
    """What a network ACL lets through in one direction: disjoint parts."""
    rules = sorted(acl.egress if egress else acl.ingress, key=lambda rule: rule.number)
    left: list[Pass] = [Pass(EVERY_ADDRESS[family], EVERY_SERVICE)]
    found: list[Pass] = []
    for rule in rules:
        if where := addresses((rule.block,), family):
            hits, left = _split(left, where, services(rule.traffic))
            found += hits if rule.allows else []
    return tuple(found)


def _split(parts: list[Pass], where: Intervals, what: Intervals) -> tuple[list[Pass], list[Pass]]:
    hits, rest = [], []
    for part in parts:
        address, service = intersect(part.addresses, where), intersect(part.services, what)
        if not address or not service:
            rest.append(part)
            continue
        hits.append(Pass(address, service))
        rest.append(Pass(subtract(part.addresses, where), part.services))
        rest.append(Pass(address, subtract(part.services, what)))
    return hits, [part for part in rest if part.addresses and part.services]


def narrow(box: Box, one: Pass, egress: bool) -> Box | None:
    """The part of a box that passes: going out the destination is at the other end, coming in the source is."""
    service = intersect(box.service, one.services)
    other = intersect(box.destination if egress else box.source, one.addresses) if service else ()
    if not other:
        return None
    if egress:
        return Box(box.family, box.source, other, service)
    return Box(box.family, other, box.destination, service)


def deciding(acl: Acl, egress: bool, box: Box) -> AclRule | None:
    """The entry that decides on a box of one packet; None where none matches."""
    for rule in sorted(acl.egress if egress else acl.ingress, key=lambda rule: rule.number):
        where = addresses((rule.block,), box.family)
        if narrow(box, Pass(where, services(rule.traffic)), egress):
            return rule
    return None
