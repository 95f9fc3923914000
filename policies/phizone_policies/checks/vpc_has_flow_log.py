"""VPCs log their traffic."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.logs import destination
from phizone_policies.views.networks import VPCS, in_vpc
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=VPCS,
    reads=(
        "aws_cloudwatch_log_group.name",
        "aws_flow_log.log_destination",
        "aws_flow_log.traffic_type",
        "aws_flow_log.vpc_id",
        "aws_s3_bucket.bucket",
    ),
)
def vpc_has_flow_log(vpc: Node, view: View) -> Result:
    """A flow log records all traffic of a VPC in a log group or bucket of this zone.

    Why: refused packets show the attempt and accepted ones the leak; one without the other shows neither.
    Fix: make an aws_flow_log for the VPC with traffic_type "ALL" and our log group as its destination.
    Source: Amazon VPC User Guide, "Logging IP traffic using VPC Flow Logs"; 45 CFR 164.312(b).
    """
    flow_logs = in_vpc(view.graph, vpc, "aws_flow_log")
    if not flow_logs:
        return failed("it has no flow log")
    reasons = {_missing(view, flow_log): flow_log for flow_log in flow_logs}
    if "" in reasons:
        return passed()
    reason, flow_log = next(iter(reasons.items()))
    return failed(f"its flow log {reason}", flow_log=flow_log.address)


def _missing(view: View, flow_log: Node) -> str:
    """What a flow log lacks, or nothing."""
    traffic = flow_log.get("traffic_type")
    if traffic != "ALL":
        return f"records {traffic} traffic only"
    if destination(view.graph, flow_log.get("log_destination")) is None:
        return "goes to no log group or bucket of this zone"
    return ""
