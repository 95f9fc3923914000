"""Mutants of security groups: two teams' groups that know each other, and a group with a whole way to the internet."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from phizone_policies.check import View
from phizone_policies.mutation.hops.egress import EVERYWHERE, way_out
from phizone_policies.mutation.hops.making import beside, broken, given, ref, team
from phizone_policies.mutation.places import Mutant
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

ANOTHER = "group opened to another team's"
"""One team's group may begin connections, and another team's admits them."""
OUT = "group opened to a way out"
"""A group may send anywhere, and its subnets have an open network ACL and a route to a NAT gateway."""
OPERATORS = (ANOTHER, OUT)
"""Every operator of this module."""
_ANY: Value = [
    {"action": "allow", "cidr_block": "0.0.0.0/0", "from_port": 0, "protocol": "-1", "rule_no": 1, "to_port": 0}
]


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of the teams' groups that the environment answers for."""
    groups = [group for group in view.judged("aws_security_group") if team(group)]
    for group in groups:
        for other in groups:
            if team(other) != team(group):
                yield _between(group, other)
        yield from _ways_out(view, group)


def _between(group: Node, other: Node) -> Mutant:
    name = f"{group.name}-to-{other.name}"
    ports: dict[str, Value] = {"description": "Peers", "ip_protocol": "tcp", "from_port": 443, "to_port": 443}
    sends: dict[str, Value] = {"security_group_id": ref(group), "referenced_security_group_id": ref(other), **ports}
    admits: dict[str, Value] = {"security_group_id": ref(other), "referenced_security_group_id": ref(group), **ports}
    egress = beside(group, "aws_vpc_security_group_egress_rule", name, **sends)
    ingress = beside(other, "aws_vpc_security_group_ingress_rule", name, **admits)
    return broken(ANOTHER, "teams_reach_no_other_team", egress, ingress, to=other.address)


def _ways_out(view: View, group: Node) -> Iterator[Mutant]:
    """Through a NAT gateway in a subnet of its own; the workload subnets' tables and ACLs let it be reached."""
    vpc = view.graph.target(group.get("vpc_id"))
    subnets = workload_subnets(view)
    if vpc is None or not subnets:
        return
    nat, *behind = way_out(vpc, "way-out", _spare(vpc), subnets[0].get("availability_zone"))
    acls = [given(acl, egress=_ANY, ingress=_ANY) for acl in view.judged("aws_network_acl")]
    onward: dict[str, Value] = {"destination_cidr_block": EVERYWHERE, "nat_gateway_id": ref(nat)}
    routes = [
        beside(vpc, "aws_route", f"{table.name}-way-out", route_table_id=ref(table), **onward)
        for subnet in subnets
        for table in _tables(view, subnet)
    ]
    sends: dict[str, Value] = {"description": "Updates", "cidr_ipv4": EVERYWHERE, "ip_protocol": "-1"}
    name = f"{group.name}-way-out"
    rule = beside(group, "aws_vpc_security_group_egress_rule", name, security_group_id=ref(group), **sends)
    yield broken(OUT, "phi_subnets_reach_no_internet", rule, nat, *behind, *acls, *routes)


def workload_subnets(view: View) -> tuple[Node, ...]:
    """The subnets that Studio, and so the teams' work, is in."""
    named = {
        found.address: found
        for domain in view.judged("aws_sagemaker_domain")
        for each in domain.items("subnet_ids")
        if (found := view.graph.target(each)) is not None
    }
    return tuple(named[address] for address in sorted(named))


def _tables(view: View, subnet: Node) -> Iterator[Node]:
    for join in view.graph.referrers(subnet, "aws_route_table_association"):
        table = view.graph.target(join.get("route_table_id"))
        if table is not None:
            yield table


def _spare(vpc: Node) -> str:
    """The last sixteen addresses of a VPC, which no subnet of ours has."""
    return str(IPv4Address(int(IPv4Network(vpc.text("cidr_block")).broadcast_address) - 15)) + "/28"
