"""VPCs log the names they ask for."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.logs import destination
from phizone_policies.views.name_resolution import resolves
from phizone_policies.views.naming import named_node, naming
from phizone_policies.views.networks import VPCS
from phizone_stacks.graph.node import Node, UnknownValue

_CONFIG = "aws_route53_resolver_query_log_config"
_ASSOCIATION = "aws_route53_resolver_query_log_config_association"


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=VPCS,
    reads=(
        "aws_cloudwatch_log_group.name",
        "aws_default_vpc.enable_dns_support",
        f"{_CONFIG}.destination_arn",
        f"{_ASSOCIATION}.resolver_query_log_config_id",
        f"{_ASSOCIATION}.resource_id",
        "aws_s3_bucket.bucket",
        "aws_vpc.enable_dns_support",
    ),
)
def vpc_logs_dns_queries(vpc: Node, view: View) -> Result:
    """Each query of a VPC's resolver is recorded in a log group or bucket of this zone.

    Why: flow logs do not see the resolver; whoever carries data out in names is seen nowhere else.
    Fix: make an aws_route53_resolver_query_log_config with our log group, and associate it with the VPC.
    Source: Amazon Route 53 Developer Guide, "Resolver query logging"; 45 CFR 164.312(b).
    """
    if not resolves(vpc):
        return not_applicable("it has no resolver")
    found = naming(view.graph, vpc, (_ASSOCIATION,), "resource_id")
    if not found:
        return failed("its resolver's queries are not logged")
    kept = [destination(view.graph, _config(view, each).get("destination_arn")) for each in found]
    return passed() if any(kept) else failed("its resolver's queries go to no log group or bucket of this zone")


def _config(view: View, association: Node) -> Node:
    config = named_node(view.graph, association.get("resolver_query_log_config_id"), (_CONFIG,))
    if config is None:
        raise UnknownValue(association.address, "resolver_query_log_config_id", "what it names is not in the graph")
    return config
