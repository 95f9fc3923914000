"""The parts of a network, read in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from phizone_policies.proofs.network.build.acls import acls, subnet_acls
from phizone_policies.proofs.network.build.blocked import blocked
from phizone_policies.proofs.network.build.cidrs import Cidrs
from phizone_policies.proofs.network.build.dns import dns
from phizone_policies.proofs.network.build.firewalls import at_endpoint, firewalls
from phizone_policies.proofs.network.build.gateways import (
    internet_gateways,
    nat_gateways,
    own_gateway,
    peerings,
    regional,
)
from phizone_policies.proofs.network.build.groups import Groups
from phizone_policies.proofs.network.build.hypothetical import Found, hypothetical
from phizone_policies.proofs.network.build.implicit import (
    beyond_the_view,
    default_gateway,
    default_route,
    default_subnets,
)
from phizone_policies.proofs.network.build.interfaces import Interfaces
from phizone_policies.proofs.network.build.managed import managed_egress
from phizone_policies.proofs.network.build.others import others
from phizone_policies.proofs.network.build.prefix_lists import PrefixLists
from phizone_policies.proofs.network.build.proxies import Proxies
from phizone_policies.proofs.network.build.route_tables import Routes, associations, attached
from phizone_policies.proofs.network.build.stands import Stands
from phizone_policies.proofs.network.build.subnets import subnets
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.transit import Transit
from phizone_policies.proofs.network.build.vpc_endpoints import endpoint_interfaces, service_endpoints
from phizone_policies.proofs.network.build.vpcs import implicit, vpcs
from phizone_policies.proofs.network.model import (
    Acl,
    Firewall,
    Group,
    Interface,
    InternetGateway,
    NatGateway,
    Network,
    RouteTable,
    Subnet,
    Vpc,
)

_ASSUMED = (
    "packets of AWS's own services between their networks, as replication and log delivery, are no packets of ours",
    "sessions of Systems Manager, presigned URLs and copies between accounts are for permissions to decide",
    "the mount targets of Studio's home directories admit only apps of their domain",
)


def compose(survey: Survey) -> Network:
    """The whole network, but for what is told of the reading itself."""
    survey.assumptions.update(_ASSUMED)
    parts = _Parts(survey)
    beyond = beyond_the_view(survey, parts.vpcs, list(parts.tables.values()))
    said = blocked(survey, parts.vpcs)
    network = Network(
        vpcs=parts.vpcs,
        subnets={**parts.subnets, **beyond.subnets},
        tables={**parts.tables, **beyond.tables},
        acls={**parts.acls, **beyond.acls},
        groups={**parts.groups, **beyond.groups},
        interfaces={**parts.interfaces, **beyond.interfaces},
        internet_gateways=parts.internet_gateways,
        nat_gateways=parts.nat_gateways,
        peerings=peerings(survey, parts.vpcs),
        attachments=parts.transit.attachments,
        transit_tables=parts.transit.tables,
        endpoints=service_endpoints(survey),
        firewalls=parts.firewalls,
        managed=managed_egress(survey),
        proxies=Proxies(survey, parts.interfaces, parts.subnets, parts.groups).all(),
        dns=dns(survey, parts.vpcs),
        blocked={name: mode for name, (mode, _) in said.items()},
        blocked_by={name: by for name, (_, by) in said.items()},
        services=parts.lists.services,
    )
    others(survey)
    return network


class _Parts:
    """The parts that others are read by, each read when it is first asked for."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._joins = associations(survey)
        _find_default_vpcs(survey)

    @cached_property
    def vpcs(self) -> dict[str, Vpc]:
        made = {name: implicit(name, node) for name, node in sorted(self._survey.implicit.items())}
        return {**vpcs(self._survey, self._joins.gateways), **made}

    @cached_property
    def _named_subnets(self) -> dict[str, Subnet]:
        survey, joins = self._survey, self._joins
        found = subnets(survey, self.vpcs, joins.subnets, subnet_acls(survey))
        return {**found, **{each.name: each for each in default_subnets(survey, self.vpcs)}}

    @cached_property
    def _regional(self) -> list[tuple[Subnet, RouteTable, Acl]]:
        return list(regional(self._survey, self.vpcs, self.internet_gateways))

    @cached_property
    def subnets(self) -> dict[str, Subnet]:
        return {**self._named_subnets, **{place.name: place for place, _, _ in self._regional}}

    @cached_property
    def _cidrs(self) -> Cidrs:
        blocks = {name: vpc.blocks for name, vpc in self.vpcs.items()}
        blocks.update({name: subnet.blocks for name, subnet in self._named_subnets.items()})
        return Cidrs(self._survey, blocks)

    @cached_property
    def lists(self) -> PrefixLists:
        return PrefixLists(self._survey, self._cidrs)

    @cached_property
    def internet_gateways(self) -> dict[str, InternetGateway]:
        made = {own_gateway(name): default_gateway(name) for name in self._survey.implicit}
        return {**internet_gateways(self._survey), **made}

    @cached_property
    def nat_gateways(self) -> dict[str, NatGateway]:
        return nat_gateways(self._survey, self._named_subnets)

    @cached_property
    def firewalls(self) -> dict[str, Firewall]:
        return firewalls(self._survey)

    @cached_property
    def tables(self) -> dict[str, RouteTable]:
        found = Routes(self._survey, self._cidrs, self.lists).tables(self.vpcs, self._joins.unknown)
        gateways = {name: each.vpc for name, each in self.internet_gateways.items()}
        for name in self.vpcs:
            main, own = self._survey.default_table(name), own_gateway(name)
            if own in gateways and self._survey.graph.find(main) is None:
                found[main] = replace(found[main], routes=(*found[main].routes, default_route(name, own)))
        for name, table in found.items():
            leading = replace(table, routes=tuple(attached(route, table.vpc, gateways) for route in table.routes))
            found[name] = at_endpoint(leading, self._named_subnets, self.firewalls)
        return {**found, **{table.name: table for _, table, _ in self._regional}}

    @cached_property
    def acls(self) -> dict[str, Acl]:
        return {**acls(self._survey, self._cidrs, self.vpcs), **{acl.name: acl for _, _, acl in self._regional}}

    @cached_property
    def transit(self) -> Transit:
        return Transit(self._survey, self._cidrs, self.lists, self.vpcs)

    @cached_property
    def _stands(self) -> Stands:
        return Stands(self._survey, self._named_subnets)

    @cached_property
    def _read_groups(self) -> dict[str, Group]:
        return Groups(self._survey, self._cidrs, self.lists).all(self.vpcs)

    @cached_property
    def interfaces(self) -> dict[str, Interface]:
        made = _by_name([*Interfaces(self._stands).all(), *endpoint_interfaces(self._stands)])
        passing = frozenset(each.subnet for each in self.firewalls.values())
        groups = {**self._read_groups, **self._stands.made}
        found = Found(self._stands, groups, made, self.transit.attachments, passing)
        return {**made, **_by_name(hypothetical(found))}

    @cached_property
    def groups(self) -> dict[str, Group]:
        held = self.interfaces.values()
        found = {**self._read_groups, **self._stands.made}
        return {**found, **_unknown_groups(self._survey, found, held)}


def _find_default_vpcs(survey: Survey) -> None:
    """Notes the default VPCs in which something stands, before VPCs are read."""
    for kind in ("aws_security_group", "aws_default_security_group", "aws_route_table", "aws_default_subnet"):
        for node in survey.graph.of_type(kind):
            if kind == "aws_default_subnet" or node.peek("vpc_id") in (None, ""):
                survey.default_vpc(node)
    for node in survey.graph.of_type("aws_instance", "aws_spot_instance_request"):
        if node.peek("subnet_id") in (None, "") and not node.peek("network_interface"):
            survey.default_vpc(node)


def _unknown_groups(survey: Survey, known: Mapping[str, Group], interfaces: Iterable[Interface]) -> dict[str, Group]:
    """A group that an interface holds and that could not be read lets nothing through, and its place is noted."""
    found: dict[str, Group] = {}
    for each in interfaces:
        for name in each.groups:
            if name not in known:
                survey.missing(name, "it could not be read", each.subnet)
                found[name] = Group(name, "")
    return found


def _by_name(made: Iterable[Interface]) -> dict[str, Interface]:
    return {each.name: each for each in sorted(made, key=lambda each: each.name)}
