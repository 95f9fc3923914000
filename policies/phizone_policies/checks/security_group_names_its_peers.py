"""Security groups name their peers."""

from __future__ import annotations

from phizone_policies.check import Claim, Result, Severity, View, check, failed, passed
from phizone_policies.views.networks import is_world
from phizone_policies.views.security_groups import GROUPS, RULES, rules_in
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    types=(*GROUPS, *RULES),
    reads=(
        "aws_default_security_group.egress",
        "aws_default_security_group.ingress",
        "aws_ec2_managed_prefix_list.entry",
        "aws_ec2_managed_prefix_list_entry.cidr",
        "aws_security_group.egress",
        "aws_security_group.ingress",
        "aws_security_group_rule.cidr_blocks",
        "aws_security_group_rule.ipv6_cidr_blocks",
        "aws_security_group_rule.prefix_list_ids",
        "aws_security_group_rule.type",
        "aws_vpc_security_group_egress_rule.cidr_ipv4",
        "aws_vpc_security_group_egress_rule.cidr_ipv6",
        "aws_vpc_security_group_egress_rule.prefix_list_id",
        "aws_vpc_security_group_ingress_rule.cidr_ipv4",
        "aws_vpc_security_group_ingress_rule.cidr_ipv6",
        "aws_vpc_security_group_ingress_rule.prefix_list_id",
    ),
)
def security_group_names_its_peers(node: Node, view: View) -> Result:
    """A security group lets traffic in from, and out to, groups, prefix lists or blocks of its own, not the world.

    Why: a rule for everybody holds only as long as no route, peering or gateway makes everybody reachable.
    Fix: name the other security group, the prefix list of the service, or the subnet's own block.
    Source: Amazon VPC User Guide, "Security group rules"; AWS Security Hub EC2.18; 45 CFR 164.312(e)(1).
    """
    for rule in rules_in(view.graph, node):
        world = next((cidr for cidr in rule.cidrs if is_world(cidr)), None)
        if world is not None:
            first, last = rule.ports
            ports = f"{rule.protocol} {first}-{last}"
            return failed(f"its {rule.direction} of {ports} is open to {world}", cidr=world, ports=ports)
    return passed()
