"""Endpoints of AWS Network Firewall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Firewall, Route, RouteTable, Subnet, Via
from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.node import Node, UnknownValue

_FIREWALL = "aws_networkfirewall_firewall"
_MORE = "aws_networkfirewall_vpc_endpoint_association"
_POLICY = "aws_networkfirewall_firewall_policy"
_DROPS = ({"aws:drop"}, {"aws:drop", "aws:drop_strict", "aws:drop_established"})


def firewalls(survey: Survey) -> dict[str, Firewall]:
    """Every firewall endpoint, one a subnet, by `<firewall> in <subnet>`."""
    found: dict[str, Firewall] = {}
    survey.of_type(_POLICY)
    for node in survey.of_type(_FIREWALL, _MORE):
        with survey.reading(node):
            drops = _drops(survey, node)
            for value in leaves(node, "subnet_mapping.subnet_id"):
                subnet = survey.subnet(value)
                if subnet:
                    name = f"{node.address} in {subnet}"
                    found[name] = Firewall(name, subnet, drops)
                else:
                    survey.missing(node.address, "one of its subnets is not in the graph")
            if node.peek("transit_gateway_id") is not None:
                survey.missing(node.address, "it stands at a transit gateway, which is not modelled")
    return found


def at_endpoint(table: RouteTable, subnets: Mapping[str, Subnet], known: Mapping[str, Firewall]) -> RouteTable:
    """The table with each route to a firewall leading to the endpoint of the subnets' own zone.

    Terraform tells a firewall's endpoints in no order, so which is meant shows by where the table holds.
    """
    return replace(table, routes=tuple(_at_endpoint(route, table, subnets, known) for route in table.routes))


def _at_endpoint(
    route: Route, table: RouteTable, subnets: Mapping[str, Subnet], known: Mapping[str, Firewall]
) -> Route:
    if route.via is not Via.FIREWALL:
        return route
    own = [each for each in known.values() if each.name.startswith(f"{route.target} in ") and each.subnet in subnets]
    zones = {subnet.zone for subnet in subnets.values() if subnet.table == table.name}
    near = [each for each in own if subnets[each.subnet].zone in zones] or own
    ways = {(subnets[each.subnet].table, subnets[each.subnet].acl) for each in near if each.subnet in subnets}
    if not near or len(ways) > 1:
        return replace(route, via=Via.UNKNOWN, target=f"which endpoint of {route.target} is meant is not known")
    return replace(route, target=near[0].name)


def _drops(survey: Survey, node: Node) -> bool:
    """Whether the firewall's policy surely drops everything: no rules, and every default is to drop."""
    if node.type == _MORE:
        return False
    policy = survey.named(node.get("firewall_policy_arn"), _POLICY)
    blocks = policy.blocks("firewall_policy") if policy else []
    try:
        return bool(blocks) and policy is not None and _drops_all(policy)
    except UnknownValue:
        return False


def _drops_all(policy: Node) -> bool:
    base = "firewall_policy"
    if leaves(policy, f"{base}.stateless_rule_group_reference"):
        return False
    whole = set(map(str, leaves(policy, f"{base}.stateless_default_actions")))
    parts = set(map(str, leaves(policy, f"{base}.stateless_fragment_default_actions")))
    if whole <= _DROPS[0] and parts <= _DROPS[0] and whole and parts:
        return True
    stateful = set(map(str, leaves(policy, f"{base}.stateful_default_actions")))
    ruled = leaves(policy, f"{base}.stateful_rule_group_reference")
    return not ruled and bool(stateful & {"aws:drop_strict"}) and stateful <= _DROPS[1]
