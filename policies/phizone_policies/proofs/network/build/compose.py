"""The parts of a network, read in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

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
from phizone_policies.proofs.network.build.route_tables import Associations, Routes, associations, attached
from phizone_policies.proofs.network.build.stands import Stands
from phizone_policies.proofs.network.build.subnets import subnets
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.transit import Transit
from phizone_policies.proofs.network.build.vpc_endpoints import endpoint_interfaces, service_endpoints
from phizone_policies.proofs.network.build.vpcs import implicit, vpcs
from phizone_policies.proofs.network.model import (
    Firewall,
    Group,
    Interface,
    InternetGateway,
    Network,
    RouteTable,
    Subnet,
    Vpc,
)

_ASSUMED = (
    "packets of AWS's own services between their networks, as replication and log delivery, are no packets of ours",
    "sessions of Systems Manager, presigned URLs and copies between accounts are decided by permissions, not by packets",
    "the mount targets of Studio's home directories admit only apps of their domain",
)


def compose(survey: Survey) -> Network:
    """The whole network, but for what is told of the reading itself."""
    survey.assumptions.update(_ASSUMED)
    joins = associations(survey)
    _find_default_vpcs(survey)
    known = {
        **vpcs(survey, joins.gateways),
        **{name: implicit(name, node) for name, node in sorted(survey.implicit.items())},
    }
    places = subnets(survey, known, joins.subnets, subnet_acls(survey))
    places.update({each.name: each for each in default_subnets(survey, known)})
    blocks = {name: each.blocks for name, each in (*known.items(), *places.items())}
    cidrs = Cidrs(survey, blocks)
    lists = PrefixLists(survey, cidrs)
    gateways = internet_gateways(survey)
    gateways.update({own_gateway(name): default_gateway(name) for name in survey.implicit})
    barriers = firewalls(survey)
    tables = _tables(survey, Routes(survey, cidrs, lists), joins, known, gateways, places, barriers)
    lines = acls(survey, cidrs, known)
    for place, table, acl in regional(survey, known, gateways):
        places[place.name], tables[table.name], lines[acl.name] = place, table, acl
    transit = Transit(survey, cidrs, lists, known)
    groups = Groups(survey, cidrs, lists).all(known)
    stands = Stands(survey, places)
    interfaces = _by_name([*Interfaces(stands).all(), *endpoint_interfaces(stands)])
    groups.update(stands.made)
    nats = nat_gateways(survey, places)
    passing = frozenset({*(each.subnet for each in nats.values()), *(each.subnet for each in barriers.values())})
    found = Found(stands, groups, interfaces, transit.attachments, passing)
    interfaces.update(_by_name(hypothetical(found)))
    groups.update(stands.made)
    beyond = beyond_the_view(survey, known, list(tables.values()))
    _add_unknown_groups(survey, groups, interfaces)
    others(survey)
    return Network(
        vpcs=known,
        subnets={**places, **beyond.subnets},
        tables={**tables, **beyond.tables},
        acls={**lines, **beyond.acls},
        groups={**groups, **beyond.groups},
        interfaces={**interfaces, **beyond.interfaces},
        internet_gateways=gateways,
        nat_gateways=nats,
        peerings=peerings(survey, known),
        attachments=transit.attachments,
        transit_tables=transit.tables,
        endpoints=service_endpoints(survey),
        firewalls=barriers,
        managed=managed_egress(survey),
        proxies=Proxies(survey, interfaces, places).all(),
        dns=dns(survey, known),
        blocked=blocked(survey, known),
        services=lists.services,
    )


def _tables(
    survey: Survey,
    routes: Routes,
    joins: Associations,
    known: Mapping[str, Vpc],
    gateways: Mapping[str, InternetGateway],
    places: Mapping[str, Subnet],
    barriers: Mapping[str, Firewall],
) -> dict[str, RouteTable]:
    found = routes.tables(known, joins.unknown)
    by_vpc = {name: each.vpc for name, each in gateways.items()}
    for name in known:
        main, own = survey.default_table(name), own_gateway(name)
        if own in gateways and main in found and survey.graph.find(main) is None:
            found[main] = replace(found[main], routes=(*found[main].routes, default_route(name, own)))
    for name, table in found.items():
        leading = replace(table, routes=tuple(attached(route, table.vpc, by_vpc) for route in table.routes))
        found[name] = at_endpoint(leading, places, barriers)
    return found


def _find_default_vpcs(survey: Survey) -> None:
    """Notes the default VPCs in which something stands, before VPCs are read."""
    for kind in ("aws_security_group", "aws_default_security_group", "aws_route_table", "aws_default_subnet"):
        for node in survey.graph.of_type(kind):
            if kind == "aws_default_subnet" or node.peek("vpc_id") in (None, ""):
                survey.default_vpc(node)
    for node in survey.graph.of_type("aws_instance", "aws_spot_instance_request"):
        if node.peek("subnet_id") in (None, "") and not node.peek("network_interface"):
            survey.default_vpc(node)


def _add_unknown_groups(survey: Survey, groups: dict[str, Group], interfaces: Mapping[str, Interface]) -> None:
    """A group that an interface holds and that could not be read lets nothing through, and its place is noted."""
    for each in interfaces.values():
        for name in each.groups:
            if name not in groups:
                survey.missing(name, "it could not be read", each.subnet)
                groups[name] = Group(name, "")


def _by_name(made: Iterable[Interface]) -> dict[str, Interface]:
    return {each.name: each for each in sorted(made, key=lambda each: each.name)}
