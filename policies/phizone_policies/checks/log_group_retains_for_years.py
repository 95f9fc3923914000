"""Log groups keep their events for years."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.buckets import days_of
from phizone_stacks.graph.node import Node

FOR_EVER = 0
_TAKEN = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""Days that CloudWatch Logs takes. Source: CloudWatch Logs API Reference, "PutRetentionPolicy"."""


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_cloudwatch_log_group",),
    reads=("aws_cloudwatch_log_group.log_group_class", "aws_cloudwatch_log_group.retention_in_days"),
)
def log_group_retains_for_years(group: Node, view: View) -> Result:
    """A log group keeps its events as many years as the organization keeps audit records, or for ever.

    Why: what shows who did what is documentation that must be there six years later.
    Fix: set retention_in_days to 2192 (six years), 2557 (seven) or another value that CloudWatch Logs takes.
    Source: 45 CFR 164.316(b)(2)(i); CloudWatch Logs API Reference, "PutRetentionPolicy".
    """
    if group.get("log_group_class") == "DELIVERY":
        return failed("its class DELIVERY keeps events for two days, whatever retention_in_days says")
    days, years = group.get("retention_in_days"), view.retention_years
    if isinstance(days, bool) or not isinstance(days, int):
        return unknown("its retention is no number that is known before apply")
    if days == FOR_EVER:
        return passed()
    if days not in _TAKEN:
        return failed(f"CloudWatch Logs takes no retention of {days} days")
    return passed() if days >= days_of(years) else failed(f"it keeps events for {days} days, not for {years} years")
