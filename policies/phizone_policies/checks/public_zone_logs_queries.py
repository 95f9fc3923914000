"""Public zones log queries."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.naming import naming
from phizone_stacks.graph.node import Node

_SETTING = "aws_route53_query_log"


@check(
    claim=Claim.LOGGING,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_route53_zone",),
    reads=("aws_route53_zone.vpc", f"{_SETTING}.zone_id"),
)
def public_zone_logs_queries(zone: Node, view: View) -> Result:
    """A public hosted zone logs the queries it answers.

    Why: a name that suddenly resolves elsewhere, or a thousand guessed names, shows in this log only.
    Fix: make an aws_route53_query_log for the zone, with a log group of us-east-1.
    Source: AWS Security Hub Route53.2; checkov CKV2_AWS_39; 45 CFR 164.312(b).
    """
    if zone.get("vpc"):
        return not_applicable("it answers in our VPCs only")
    found = naming(view.graph, zone, (_SETTING,), "zone_id", "zone_id", "id")
    return passed() if found else failed("no query log names it")
