"""The places where packets may arrive, by VPC and subnet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from phizone_policies.proof import Hop
from phizone_policies.proofs.network.engine.flight import Goal, Leg
from phizone_policies.proofs.network.engine.index import Index
from phizone_policies.proofs.network.engine.internet import NAT64, public
from phizone_policies.proofs.network.engine.sets import (
    FAMILIES,
    Intervals,
    addresses,
    covers,
    intersect,
    shift,
    union,
)
from phizone_policies.proofs.network.model import IPV4, IPV6, Interface, Kind
from phizone_policies.proofs.network.question import Ends

Alike = tuple[str, tuple[object, ...], tuple[str, ...], bool, Kind]


class Goals:
    """Interfaces and addresses of the internet, one of which packets are to arrive at."""

    def __init__(self, within: dict[str, dict[str, list[Goal]]], outside: dict[int, Intervals], nat: bool) -> None:
        self.within = within
        """By VPC and subnet."""
        self.outside = outside
        """Addresses of the internet, by family."""
        found = [goal for subnets in within.values() for goals in subnets.values() for goal in goals]
        self.destinations = {family: _every(found, outside, family) for family in FAMILIES}
        """Addresses that packets to any of them may have, those that NAT64 turns into them among them."""
        if nat:  # A gateway that is not known may be one as well.
            to_nat64 = shift(self.destinations[IPV4], NAT64[0][0])
            self.destinations[IPV6] = union(self.destinations[IPV6], to_nat64)
        self._public: dict[str, Intervals] = {}

    def public(self, vpc: str) -> Intervals:
        """IPv4 addresses in a VPC that stand for public ones."""
        if vpc not in self._public:
            found = [goal for goals in self.within.get(vpc, {}).values() for goal in goals if goal.public]
            self._public[vpc] = union(*(goal.addresses[IPV4] for goal in found))
        return self._public[vpc]


def _every(goals: Iterable[Goal], outside: dict[int, Intervals], family: int) -> Intervals:
    return union(*{goal.addresses[family] for goal in goals}, outside[family])


def alike(index: Index, names: Iterable[str]) -> dict[Alike, list[Interface]]:
    """Interfaces by what decides on their packets: subnet, addresses, groups, public address, kind."""
    found: dict[Alike, list[Interface]] = {}
    for name in names:
        each = index.network.interfaces[name]
        found.setdefault((each.subnet, each.blocks, each.groups, each.public, each.kind), []).append(each)
    return found


def goals_of(index: Index, ends: Ends) -> Goals:
    """The targets of a question.

    Who asks for the whole internet asks for others' resources too, so that endpoints whose policies lead to these are
    targets as well.
    """
    network = index.network
    reachable = {family: public(network, family) for family in FAMILIES} if ends.outside else {}
    outside = {family: intersect(addresses(ends.outside, family), reachable.get(family, ())) for family in FAMILIES}
    everywhere = bool(ends.outside) and all(covers(outside[family], reachable[family]) for family in FAMILIES)
    leads_out = _endpoints_that_lead_out(index) if everywhere else {}
    within: dict[str, dict[str, list[Goal]]] = defaultdict(lambda: defaultdict(list))
    for members in alike(index, sorted({*ends.interfaces, *leads_out})).values():
        for group in _by_way_out(members, leads_out, ends):
            first = group[0]
            where = {family: index.owned(first, family) for family in FAMILIES}
            out = leads_out.get(first.name, ()) if first.name not in ends.interfaces else ()
            goal = Goal(
                tuple(each.name for each in group), first.subnet, where, first.groups, first.public, leads_out=out
            )
            within[index.vpc_of(first.subnet)][first.subnet].append(goal)
    return Goals({vpc: dict(subnets) for vpc, subnets in within.items()}, outside, nat=True)


def _by_way_out(members: list[Interface], out: dict[str, tuple[Hop, ...]], ends: Ends) -> list[list[Interface]]:
    if not out:
        return [members]
    targets = set(ends.interfaces)
    plain = [each for each in members if each.name in targets]
    return [group for group in (plain, *([each] for each in members if each.name not in targets)) if group]


def _endpoints_that_lead_out(index: Index) -> dict[str, tuple[Hop, ...]]:
    """Interfaces of endpoints whose policies lead to others' resources, each with why."""
    return {
        interface.name: tuple(Hop(endpoint.name, why) for why in endpoint.foreign)
        for endpoint in index.network.endpoints.values()
        if endpoint.foreign and not endpoint.gateway
        for interface in index.interfaces_by_owner.get(endpoint.name, ())
    }


def goal_of(leg: Leg) -> Goals:
    """Where answers to the packets of a leg go: the sender alone."""
    nothing: dict[int, Intervals] = {IPV4: (), IPV6: ()}
    sender = leg.sender
    if not sender.subnet:
        return Goals({}, {**nothing, leg.family: leg.source}, nat=False)
    groups = tuple(sorted(sender.groups))
    goal = Goal(
        sender.members, sender.subnet, {**nothing, leg.family: leg.source}, groups, sender.public, filtered=False
    )
    return Goals({sender.vpc: {sender.subnet: [goal]}}, nothing, nat=False)
