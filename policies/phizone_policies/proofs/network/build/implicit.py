"""Places that nothing of the graph describes: default VPCs, and what a view does not show of other environments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.network.build.addresses import EVERYWHERE
from phizone_policies.proofs.network.build.gateways import own_gateway
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import (
    ANY,
    Acl,
    AclRule,
    Group,
    GroupRule,
    Interface,
    InternetGateway,
    Kind,
    Route,
    RouteTable,
    Subnet,
    Via,
    Vpc,
)
from phizone_stacks.graph.graph import SHARED, ZONE


@dataclass(frozen=True, slots=True)
class Places:
    """Places to add to a network."""

    subnets: dict[str, Subnet] = field(default_factory=dict)
    """Subnets by name."""
    tables: dict[str, RouteTable] = field(default_factory=dict)
    """Route tables by name."""
    acls: dict[str, Acl] = field(default_factory=dict)
    """Network ACLs by name."""
    groups: dict[str, Group] = field(default_factory=dict)
    """Security groups by name."""
    gateways: dict[str, InternetGateway] = field(default_factory=dict)
    """Internet gateways by name."""
    interfaces: dict[str, Interface] = field(default_factory=dict)
    """Interfaces by name."""


def default_subnets(survey: Survey, known: Mapping[str, Vpc]) -> Iterator[Subnet]:
    """The subnets that AWS makes in a default VPC, as one. Source: Amazon VPC User Guide, "Default VPCs"."""
    for name, vpc in known.items():
        node = survey.graph.find(name)
        if name in survey.implicit or (node is not None and node.type == "aws_default_vpc"):
            yield Subnet(
                name=f"{name} default subnets",
                vpc=name,
                zone="",
                blocks=vpc.blocks[:1],
                table=survey.main_table(name),
                acl=survey.default_acl(name),
            )


def default_gateway(name: str) -> InternetGateway:
    """The internet gateway that AWS attaches to a default VPC."""
    return InternetGateway(own_gateway(name), name)


def default_route(name: str, gateway: str) -> Route:
    """The route of a default VPC's main route table to its internet gateway."""
    return Route(name, EVERYWHERE[:1], Via.INTERNET, gateway)


def beyond_the_view(survey: Survey, known: Mapping[str, Vpc], tables: Iterable[RouteTable]) -> Places:
    """What an environment's view does not show of the VPCs of others, so that nothing of theirs is overlooked.

    Each has a subnet as large as itself, behind all its routes that the view shows, without a network ACL, and an
    interface there that lets everything through.
    """
    places = Places()
    view = survey.graph.view
    if view == ZONE or view not in survey.graph.environments:
        return places
    for name, vpc in known.items():
        if vpc.environment in (view, SHARED):
            continue
        rest = f"{name} beyond the view"
        routes = dict.fromkeys(route for table in tables if table.vpc == name for route in table.routes)
        rule = GroupRule(rest, ANY, EVERYWHERE)
        rules = tuple(AclRule(rest, 100 + at, True, ANY, each) for at, each in enumerate(EVERYWHERE))
        places.subnets[rest] = Subnet(rest, name, "", vpc.blocks, rest, rest)
        places.tables[rest] = RouteTable(rest, name, tuple(routes))
        places.acls[rest] = Acl(rest, rules, rules)
        places.groups[rest] = Group(rest, name, (rule,), (rule,))
        places.interfaces[rest] = Interface(
            name=rest,
            subnet=rest,
            blocks=vpc.blocks,
            groups=(rest,),
            kind=Kind.HYPOTHETICAL,
            public=True,
            because=f"the view of {view} does not show what {vpc.environment} has there",
        )
        survey.assumptions.add("what one environment's view does not show of another's network lets everything through")
    return places
