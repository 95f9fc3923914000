"""Buckets log who asks for what."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views import buckets
from phizone_policies.views.blocks import leaf
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.logging",
        "aws_s3_bucket_logging.bucket",
        "aws_s3_bucket_logging.target_bucket",
        "aws_s3_bucket.tags",
    ),
)
def bucket_logs_access(bucket: Node, view: View) -> Result:
    """A bucket sends its access logs to another bucket of this zone, in the same account.

    Why: access logs show refused and anonymous requests that a trail of our own principals does not.
    Fix: make an aws_s3_bucket_logging for it whose target is the account's access-log bucket.
    Source: Amazon S3 User Guide, "Logging requests with server access logging"; AWS Security Hub S3.9.
    """
    node = buckets.sibling(view.graph, bucket, "aws_s3_bucket_logging")
    value = leaf(bucket, "logging.target_bucket") if node is None else node.get("target_bucket")
    if value is None:
        if buckets.is_access_log_target(view.graph, bucket):
            return not_applicable("a target of access logs, which would log its own logging for ever")
        return failed("it logs no access")
    target = next(
        (each for each in view.graph.of_type("aws_s3_bucket") if buckets.is_named(view.graph, each, value)), None
    )
    if target is None:
        return failed("its access logs go to a bucket that is not of this zone")
    if target == bucket:
        return failed("its access logs go into itself, where each one causes the next")
    if target.account != bucket.account:
        return failed(f"{target.address} is in another account, where S3 delivers no access logs")
    return passed()
