"""A network as it is whatever somebody does inside it later: filters opened, or an environment's own routes too.

Security groups, ACLs and a VPC's own routes are changed by whoever works in its account. What must hold whatever they
do is proved on these networks; the witness of a refutation is a packet of them, which the walker replays there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from phizone_policies.proofs.network.model import (
    ANY,
    IPV4,
    IPV6,
    Acl,
    AclRule,
    Block,
    Group,
    GroupRule,
    Interface,
    Kind,
    Network,
    Route,
    RouteTable,
    Subnet,
    Via,
)

EVERYWHERE = (Block(IPV4, 0, 2**32 - 1), Block(IPV6, 0, 2**128 - 1))
"""All addresses of both families."""
ANYTHING = "any security group"
"""Name of the group that lets everything through, one in each VPC."""


def unfiltered(network: Network, vpcs: frozenset[str]) -> Network:
    """The network with something public in each subnet of these VPCs that no group and no ACL stops."""
    inside = {name: subnet for name, subnet in network.subnets.items() if subnet.vpc in vpcs}
    placed = {each.name: each for each in _placed(inside)}
    groups = {f"{ANYTHING} of {vpc}": _open_group(vpc) for vpc in sorted(vpcs)}
    acls = {acl: _open_acl(acl) for acl in {subnet.acl for subnet in inside.values()}}
    return replace(
        network,
        interfaces={**network.interfaces, **placed},
        groups={**network.groups, **groups},
        acls={**network.acls, **acls},
    )


def rerouted(network: Network, vpcs: frozenset[str]) -> Network:
    """The unfiltered network in which these VPCs send a peer what is its, and all else to their transit gateway.

    Their attachments' subnets are the only ones that take part: a gateway carries nothing of a zone without one.
    """
    routes = {vpc: tuple(_outward(network, vpc)) for vpc in vpcs}
    tables = {name: _rerouted(table, routes.get(table.vpc, ())) for name, table in network.tables.items()}
    return unfiltered(replace(network, tables=tables), vpcs)


def exposed(network: Network, vpcs: frozenset[str]) -> Network:
    """The unfiltered network in which these VPCs send everything to the internet gateway they have, where they do."""
    doors = {each.vpc: each.name for each in network.internet_gateways.values() if not each.egress_only}
    routes = {vpc: (Route(doors[vpc], EVERYWHERE, Via.INTERNET, doors[vpc]),) for vpc in vpcs & doors.keys()}
    tables = {name: _rerouted(table, routes.get(table.vpc, ())) for name, table in network.tables.items()}
    return unfiltered(replace(network, tables=tables), vpcs)


def placed_in(network: Network, vpcs: frozenset[str]) -> tuple[str, ...]:
    """Names of what `unfiltered` places in these VPCs, sorted."""
    subnets = (name for name, subnet in network.subnets.items() if subnet.vpc in vpcs)
    return tuple(sorted(_name(subnet) for subnet in subnets))


def _placed(subnets: Mapping[str, Subnet]) -> Iterator[Interface]:
    for name, subnet in subnets.items():
        yield Interface(
            name=_name(name),
            subnet=name,
            blocks=subnet.blocks,
            groups=(f"{ANYTHING} of {subnet.vpc}",),
            kind=Kind.HYPOTHETICAL,
            public=True,
            because="groups and ACLs are taken to let everything through",
        )


def _name(subnet: str) -> str:
    return f"{subnet} with {ANYTHING}"


def _open_group(vpc: str) -> Group:
    rule = (GroupRule(ANYTHING, ANY, EVERYWHERE),)
    return Group(f"{ANYTHING} of {vpc}", vpc, ingress=rule, egress=rule)


def _open_acl(name: str) -> Acl:
    rules = tuple(AclRule(name, number, True, ANY, block) for number, block in enumerate(EVERYWHERE, start=1))
    return Acl(name, ingress=rules, egress=rules)


def _outward(network: Network, vpc: str) -> Iterator[Route]:
    """The routes to whatever a VPC is joined to."""
    for peering in network.peerings.values():
        if vpc in peering.vpcs and peering.active:
            peers = (network.vpcs.get(each) for each in peering.vpcs if each != vpc)
            blocks = tuple(block for peer in peers if peer for block in peer.blocks)
            yield Route(peering.name, blocks, Via.PEERING, peering.name)
    for each in network.attachments.values():
        if each.vpc == vpc and each.accepted:
            yield Route(each.name, EVERYWHERE, Via.TRANSIT, each.gateway)


def _rerouted(table: RouteTable, routes: tuple[Route, ...]) -> RouteTable:
    if not routes:
        return table
    local = tuple(route for route in table.routes if route.via is Via.LOCAL)
    return replace(table, routes=(*local, *routes))
