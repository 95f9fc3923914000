"""Web application firewalls log requests."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.naming import naming
from phizone_stacks.graph.node import Node

_LOGGING = "aws_wafv2_web_acl_logging_configuration"


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_wafv2_web_acl",),
    reads=(f"{_LOGGING}.log_destination_configs", f"{_LOGGING}.resource_arn"),
)
def web_firewall_logs_requests(firewall: Node, view: View) -> Result:
    """A web application firewall logs the requests it judges.

    Why: without the log nobody sees what was tried, and nobody can tell a wrong block from an attack.
    Fix: give it an aws_wafv2_web_acl_logging_configuration with a log group, stream or bucket named aws-waf-logs-*.
    Source: AWS Config rule wafv2-logging-enabled; AWS Security Hub WAF.11; checkov CKV2_AWS_31; 45 CFR 164.312(b).
    """
    found = naming(view.graph, firewall, (_LOGGING,), "resource_arn", "arn", "id")
    if any(each.items("log_destination_configs") for each in found):
        return passed()
    return failed("no logging configuration names it")
