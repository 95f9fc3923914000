"""Mutants of the transit gateway: one environment's routes in another's table, and a way out behind the gateway."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.mutation.hops.egress import EVERYWHERE, routed, way_out
from phizone_policies.mutation.hops.making import beside, broken, given, ref
from phizone_policies.mutation.places import Mutant
from phizone_policies.views.transit import ATTACHMENT, accepters
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

ADDED = "propagation added to another's table"
"""An attachment is propagated into the table of another environment, too."""
MOVED = "propagation moved to another's table"
"""It is propagated into that table alone."""
ASSOCIATED = "association moved to another's table"
"""What comes from an attachment is routed by the table of another environment."""
ACROSS = "default route to another's attachment"
"""A table sends what it does not know to another environment."""
EGRESS = "default route to a VPC with a NAT gateway"
"""A table sends what it does not know to a VPC from which it goes to the internet."""
OPERATORS = (ADDED, MOVED, ASSOCIATED, ACROSS, EGRESS)
"""Every operator of this module."""
_APART, _CLOSED = "environments_reach_no_other_environment", "phi_subnets_reach_no_internet"
_ASSOCIATION = "aws_ec2_transit_gateway_route_table_association"
_PROPAGATION = "aws_ec2_transit_gateway_route_table_propagation"
_TABLE = "transit_gateway_route_table_id"
_CIDRS = {"vpc": "198.18.0.0/24", "transit": "198.18.0.0/28", "nat": "198.18.0.16/28"}


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant in which one side is the environment that is judged; of two others their own views tell."""
    for join in view.graph.of_type(_ASSOCIATION, _PROPAGATION):
        for table in _others(view, join):
            moved = given(join, **{_TABLE: ref(table)})
            operator = ASSOCIATED if join.type == _ASSOCIATION else MOVED
            yield broken(operator, _APART, moved, path=_TABLE, to=table.address)
            if join.type == _PROPAGATION:
                added = beside(join, _PROPAGATION, f"{join.name}-{table.name}", **moved.attributes)
                yield broken(ADDED, _APART, added, to=table.address)
    for association in view.judged(_ASSOCIATION):
        own = view.graph.target(association.get(_TABLE))
        if own is not None:
            yield from _ways_on(view, own)


def _others(view: View, join: Node) -> Iterator[Node]:
    """The tables of other environments that a join can lead to, of which the judged is one or the join's."""
    of = {
        each.get(_TABLE).address: each.environment  # type: ignore[union-attr]
        for each in view.graph.of_type(_ASSOCIATION)
        if view.graph.target(each.get(_TABLE)) is not None
    }
    for address, environment in sorted(of.items()):
        if environment != join.environment and view.environment.name in (environment, join.environment):
            yield view.graph[address]


def _ways_on(view: View, table: Node) -> Iterator[Mutant]:
    for attachment in view.graph.of_type(ATTACHMENT):
        if not view.answers_for(attachment):
            end = next(iter(accepters(view.graph, attachment)), attachment)
            route = _route(table, f"{table.name}-{attachment.environment}", end)
            yield broken(ACROSS, _APART, route, to=attachment.address)
    egress = _egress(table)
    yield broken(EGRESS, _CLOSED, _route(table, f"{table.name}-egress", egress[-1]), *egress, to=table.address)


def _route(table: Node, name: str, attachment: Node) -> Node:
    return beside(
        table,
        "aws_ec2_transit_gateway_route",
        name,
        destination_cidr_block=EVERYWHERE,
        transit_gateway_attachment_id=ref(attachment),
        transit_gateway_route_table_id=ref(table),
    )


def _egress(table: Node) -> list[Node]:
    """A VPC in the gateway's account with an attachment, which is the last, and a NAT gateway behind it."""
    gateway, zone = table.get("transit_gateway_id"), f"{table.region}a"
    vpc = beside(table, "aws_vpc", "egress", cidr_block=_CIDRS["vpc"])
    back: dict[str, Value] = {"cidr_block": "10.0.0.0/8", "transit_gateway_id": gateway}
    nat, *behind = way_out(vpc, "egress-nat", _CIDRS["nat"], zone, back)
    placed: dict[str, Value] = {"vpc_id": ref(vpc), "cidr_block": _CIDRS["transit"], "availability_zone": zone}
    subnet = beside(table, "aws_subnet", "egress-transit", **placed)
    attachment = beside(
        table,
        ATTACHMENT,
        "egress",
        transit_gateway_id=gateway,
        vpc_id=ref(vpc),
        subnet_ids=[ref(subnet)],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    return [vpc, nat, *behind, subnet, *routed(vpc, subnet, {"nat_gateway_id": ref(nat)}), attachment]
