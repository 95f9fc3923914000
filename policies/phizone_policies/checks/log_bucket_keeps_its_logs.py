"""Buckets of logs keep them for years."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.buckets import days_of
from phizone_policies.views.log_buckets import READS, endings, holds_logs
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_s3_bucket",),
    reads=READS,
)
def log_bucket_keeps_its_logs(bucket: Node, view: View) -> Result:
    """No lifecycle rule of a bucket that trails, recorders or access logs go to ends a version before the retention.

    Why: a lifecycle deletes without a trace of who did, and what is gone is missing on the day it is asked for.
    Fix: set the days of expiration and noncurrent_version_expiration to the retention, six years at least.
    Source: Amazon S3 User Guide, "Expiring objects"; 45 CFR 164.316(b)(2)(i), 164.312(b).
    """
    if not holds_logs(view.graph, bucket):
        return not_applicable("no trail, recorder or access log goes there")
    least = days_of(view.retention_years)
    for what, days in endings(view.graph, bucket):
        if days < least:
            return failed(f"{what} after {days} days, {least} are required", days=str(days))
    return passed()
