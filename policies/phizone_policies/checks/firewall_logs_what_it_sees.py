"""Network firewalls log what they see."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import literal
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_networkfirewall_firewall",),
    reads=(
        "aws_networkfirewall_logging_configuration.firewall_arn",
        "aws_networkfirewall_logging_configuration.logging_configuration",
    ),
)
def firewall_logs_what_it_sees(firewall: Node, view: View) -> Result:
    """A network firewall sends its alerts and its flows to a log.

    Why: a firewall that drops in silence warns nobody, and cannot show afterwards what got through.
    Fix: give it an aws_networkfirewall_logging_configuration of ALERT and FLOW.
    Source: AWS Security Hub NetworkFirewall.2; checkov CKV2_AWS_63; 45 CFR 164.312(b).
    """
    path = "logging_configuration.log_destination_config.log_type"
    found = naming(view.graph, firewall, ("aws_networkfirewall_logging_configuration",), "firewall_arn", "arn", "id")
    types = {literal(each, path, value) for each in found for value in leaves(each, path)}
    missing = sorted({"ALERT", "FLOW"} - types)
    return failed(f"it does not log {' and '.join(missing)}") if missing else passed()
