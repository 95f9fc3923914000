"""Trails are complete."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.logs import destination
from phizone_policies.views.trails import records_all_management
from phizone_stacks.graph.node import Node

_SETTINGS = (
    "is_organization_trail",
    "is_multi_region_trail",
    "include_global_service_events",
    "enable_log_file_validation",
    "enable_logging",
)


@check(
    claim=Claim.LOGGING,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_cloudtrail",),
    reads=(
        "aws_cloudtrail.advanced_event_selector",
        "aws_cloudtrail.cloud_watch_logs_group_arn",
        "aws_cloudtrail.cloud_watch_logs_role_arn",
        "aws_cloudtrail.event_selector",
        *(f"aws_cloudtrail.{setting}" for setting in _SETTINGS),
        "aws_cloudwatch_log_group.name",
    ),
)
def trail_is_complete(trail: Node, view: View) -> Result:
    """A trail records every management event of all accounts and regions, provably whole, and hands it on at once.

    Why: what is left out, the intruder did there; without digests a record proves nothing, without alarms nobody reads.
    Fix: make it an organization trail of all regions with log file validation and a CloudWatch Logs group.
    Source: AWS CloudTrail User Guide, "Security best practices"; AWS Security Hub CloudTrail.1, .4, .5.
    """
    for setting in _SETTINGS:
        if trail.get(setting) is not True:
            return failed(f"{setting} is not True")
    if not records_all_management(view.graph, trail):
        return failed("its event selectors leave management events out")
    if destination(view.graph, trail.get("cloud_watch_logs_group_arn")) is None:
        return failed("it hands its events to no log group of this zone")
    return passed() if trail.get("cloud_watch_logs_role_arn") else failed("it has no role to write to its log group")
