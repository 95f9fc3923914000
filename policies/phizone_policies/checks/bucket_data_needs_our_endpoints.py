"""Data in buckets is reached through our endpoints."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views import buckets
from phizone_policies.views.elsewhere import DATA_ACTIONS, callers_elsewhere
from phizone_policies.views.tags import tag
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.bucket",
        "aws_s3_bucket.logging",
        "aws_s3_bucket.policy",
        "aws_s3_bucket.tags",
        "aws_s3_bucket_logging.target_bucket",
        "aws_s3_bucket_policy.bucket",
        "aws_s3_bucket_policy.policy",
    ),
)
def bucket_data_needs_our_endpoints(bucket: Node, view: View) -> Result:
    """A team's bucket refuses its objects and its listing to everybody who does not come through our endpoints.

    Why: stolen credentials work from anywhere; behind this denial they are worth nothing outside our network.
    Fix: deny data actions unless aws:SourceVpce is ours; exempt AWS services and single roles by ARN, no patterns.
    Source: Amazon S3 User Guide, "Controlling access from VPC endpoints with bucket policies"; 45 CFR 164.312(a)(1).
    """
    if tag(bucket, "Team") not in {team.name for team in view.organization.teams}:
        return not_applicable("it is no team's bucket: archives and logs are written by AWS services alone")
    if tag(bucket, "DataClassification") == "NonConfidential":
        return not_applicable("what it holds is about nobody")
    if buckets.is_access_log_target(view.graph, bucket):
        return not_applicable("a target of access logs, which S3 writes by itself")
    policy = buckets.policy(view.graph, bucket)
    denials = policy.denies if policy else ()
    for action, key in DATA_ACTIONS.items():
        for caller, context in callers_elsewhere(view, bucket, denials).items():
            if not buckets.denies(denials, bucket, action, context, key):
                return failed(f"{action} is not denied to {caller}", action=action, caller=caller)
    return passed()
