"""VPCs resolve listed names only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.name_resolution import ASSOCIATION, resolves, why_open
from phizone_policies.views.networks import VPCS
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=VPCS,
    reads=(
        "aws_default_vpc.enable_dns_support",
        "aws_route53_resolver_firewall_domain_list.domains",
        "aws_route53_resolver_firewall_rule.action",
        "aws_route53_resolver_firewall_rule.firewall_domain_list_id",
        "aws_route53_resolver_firewall_rule.firewall_rule_group_id",
        "aws_route53_resolver_firewall_rule.priority",
        "aws_route53_resolver_firewall_rule.q_type",
        f"{ASSOCIATION}.firewall_rule_group_id",
        f"{ASSOCIATION}.priority",
        f"{ASSOCIATION}.vpc_id",
        "aws_route53_zone.name",
        "aws_route53_zone.vpc",
        "aws_route53_zone_association.vpc_id",
        "aws_route53_zone_association.zone_id",
        "aws_vpc.enable_dns_support",
    ),
)
def vpc_has_dns_firewall(vpc: Node, view: View) -> Result:
    """A VPC's resolver answers listed names, none of them below a stranger's, and refuses every other one.

    Why: the resolver asks the internet past every route and security group; a name carries out what stands in it.
    Fix: associate a rule group that allows AWS's names and single ones that you need and then blocks the domain "*".
    Source: Amazon Route 53 Developer Guide, "Using DNS Firewall to filter outbound DNS traffic".
    """
    if not resolves(vpc):
        return not_applicable("it has no resolver")
    reason = why_open(view.graph, vpc)
    return failed(f"it {reason}") if reason else passed()
