"""What is looked up of a network again and again, read out once."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from phizone_policies.proofs.network.engine.filters import Filter, Pass, acl_passes, group_filter
from phizone_policies.proofs.network.engine.routes import Part, partition, split, transit_entries, vpc_entries
from phizone_policies.proofs.network.engine.sets import FAMILIES, Intervals, addresses, subtract, union
from phizone_policies.proofs.network.model import (
    Attachment,
    Block,
    Interface,
    InternetGateway,
    Mode,
    Network,
    Peering,
    Route,
    RouteTable,
    Subnet,
    TransitRoute,
    TransitTable,
)

_NAME = "_engine_index"


class Index:
    """A network by what the engine asks for; every answer is kept."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._blocks: dict[tuple[tuple[Block, ...], int], Intervals] = {}
        self._filters: dict[tuple[tuple[str, ...], bool], Filter] = {}
        self._acls: dict[tuple[str, bool, int], tuple[Pass, ...]] = {}
        self._parts: dict[tuple[str, int], list[tuple[int, int, Route]]] = {}
        self._splits: dict[tuple[str, int, Intervals], tuple[list[Part[Route]], Intervals]] = {}
        self._transit_parts: dict[tuple[str, int], list[tuple[int, int, TransitRoute]]] = {}
        self._owned: dict[tuple[tuple[Block, ...], str, int], Intervals] = {}
        self._holders: dict[tuple[str, int], Intervals] = {}

    def addresses(self, blocks: tuple[Block, ...], family: int) -> Intervals:
        """The addresses of one family in some blocks."""
        key = (blocks, family)
        if key not in self._blocks:
            self._blocks[key] = addresses(blocks, family)
        return self._blocks[key]

    def owned(self, interface: Interface, family: int) -> Intervals:
        """The addresses that an interface may have: not those that are the one address of another in its VPC."""
        held = self.addresses(interface.blocks, family)
        vpc = self.vpc_of(interface.subnet)
        key = (interface.blocks, vpc, family)
        if key not in self._owned:
            fixed = () if _is_fixed(interface, family) else self._fixed.get((vpc, family), ())
            self._owned[key] = subtract(held, fixed)
        return self._owned[key]

    def free(self, subnet: Subnet, family: int) -> Intervals:
        """The addresses of a subnet that are not the one address of an interface."""
        fixed = self._fixed.get((subnet.vpc, family), ())
        return subtract(self.addresses(subnet.blocks, family), fixed)

    @cached_property
    def _fixed(self) -> dict[tuple[str, int], Intervals]:
        found: dict[tuple[str, int], list[Intervals]] = defaultdict(list)
        for interface in self.network.interfaces.values():
            if interface.subnet in self.network.subnets:
                for family in FAMILIES:
                    if _is_fixed(interface, family):
                        own = self.addresses(interface.blocks, family)
                        found[self.vpc_of(interface.subnet), family].append(own)
        return {key: union(*sets) for key, sets in found.items()}

    def vpc_of(self, subnet: str) -> str:
        """A subnet's VPC."""
        return self.network.subnets[subnet].vpc

    def mode(self, subnet: str) -> Mode:
        """How VPC Block Public Access stands for a subnet."""
        blocked = self.network.blocked
        return blocked.get(subnet, blocked.get(self.vpc_of(subnet), Mode.OFF))

    def blocks_public_access(self, subnet: str) -> str:
        """What VPC Block Public Access is set by for a subnet; the subnet where that is not told."""
        network = self.network
        place = subnet if subnet in network.blocked else self.vpc_of(subnet)
        return network.blocked_by.get(place, subnet)

    def filter(self, groups: tuple[str, ...], egress: bool) -> Filter:
        """What some security groups let through together."""
        key = (groups, egress)
        if key not in self._filters:
            self._filters[key] = group_filter(groups, dict(self.network.groups), egress, self.holders)
        return self._filters[key]

    def holders(self, group: str, family: int) -> Intervals:
        """Addresses of the interfaces that hold a security group."""
        key = (group, family)
        if key not in self._holders:
            held = self._interfaces_by_group.get(group, ())
            self._holders[key] = union(*{self.owned(each, family) for each in held})
        return self._holders[key]

    def acl(self, name: str, egress: bool, family: int) -> tuple[Pass, ...]:
        """What a network ACL lets through."""
        key = (name, egress, family)
        if key not in self._acls:
            self._acls[key] = acl_passes(self.network.acls[name], egress, family)
        return self._acls[key]

    def route(self, table: RouteTable, family: int, to: Intervals) -> tuple[list[Part[Route]], Intervals]:
        """Destinations by the route of a VPC's table that decides on them, and those without one."""
        key = (table.name, family, to)
        if key not in self._splits:
            self._splits[key] = split(self._table(table, family), to)
        return self._splits[key]

    def _table(self, table: RouteTable, family: int) -> list[tuple[int, int, Route]]:
        key = (table.name, family)
        if key not in self._parts:
            whole = [block for each in self.subnets_of.get(table.vpc, ()) for block in self._subnet_blocks(each)]
            self._parts[key] = partition(vpc_entries(table, whole), family)
        return self._parts[key]

    def _subnet_blocks(self, subnet: str) -> tuple[Block, ...]:
        return self.network.subnets[subnet].blocks

    def transit_route(
        self, table: TransitTable, family: int, to: Intervals
    ) -> tuple[list[Part[TransitRoute]], Intervals]:
        """Destinations by the route of a transit gateway's table that decides on them, and those without one."""
        key = (table.name, family)
        if key not in self._transit_parts:
            entries = transit_entries(table, dict(self.network.attachments))
            self._transit_parts[key] = partition(entries, family)
        return split(self._transit_parts[key], to)

    @cached_property
    def subnets_of(self) -> dict[str, list[str]]:
        """Subnets by VPC."""
        found: dict[str, list[str]] = defaultdict(list)
        for subnet in self.network.subnets.values():
            found[subnet.vpc].append(subnet.name)
        return dict(found)

    @cached_property
    def gateways_of(self) -> dict[str, list[InternetGateway]]:
        """Internet gateways by VPC, egress-only ones among them."""
        found: dict[str, list[InternetGateway]] = defaultdict(list)
        for gateway in self.network.internet_gateways.values():
            found[gateway.vpc].append(gateway)
        return dict(found)

    @cached_property
    def attachments_of(self) -> dict[tuple[str, str], list[Attachment]]:
        """Attachments by transit gateway and VPC."""
        found: dict[tuple[str, str], list[Attachment]] = defaultdict(list)
        for attachment in self.network.attachments.values():
            found[(attachment.gateway, attachment.vpc)].append(attachment)
        return dict(found)

    @cached_property
    def peerings_of(self) -> dict[str, list[Peering]]:
        """Peering connections by VPC."""
        found: dict[str, list[Peering]] = defaultdict(list)
        for peering in self.network.peerings.values():
            for vpc in peering.vpcs:
                found[vpc].append(peering)
        return dict(found)

    @cached_property
    def _interfaces_by_group(self) -> dict[str, list[Interface]]:
        found: dict[str, list[Interface]] = defaultdict(list)
        for interface in self.network.interfaces.values():
            for group in interface.groups if interface.subnet in self.network.subnets else ():
                found[group].append(interface)
        return dict(found)

    @cached_property
    def interfaces_by_owner(self) -> dict[str, list[Interface]]:
        """Interfaces by the resource they belong to."""
        found: dict[str, list[Interface]] = defaultdict(list)
        for interface in self.network.interfaces.values():
            found[interface.owner].append(interface)
        return dict(found)


def _is_fixed(interface: Interface, family: int) -> bool:
    # A loop, for it is asked of every interface of every network.
    for block in interface.blocks:  # noqa: SIM110
        if block.family == family and block.first != block.last:
            return False
    return True


def index_of(network: Network) -> Index:
    """The index of a network: made once, kept with it, so that it goes when the network goes."""
    kept: Index = vars(network).setdefault(_NAME, None) or Index(network)
    vars(network)[_NAME] = kept
    return kept
