"""Buckets keep replaced and deleted objects."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.buckets import keeps_versions
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.object_lock_enabled",
        "aws_s3_bucket.versioning",
        "aws_s3_bucket_versioning.bucket",
        "aws_s3_bucket_versioning.versioning_configuration",
    ),
)
def bucket_keeps_versions(bucket: Node, view: View) -> Result:
    """A bucket keeps the versions of objects that are replaced or deleted.

    Why: without versions whoever may write can destroy what was there, by mistake or for ransom.
    Fix: give the bucket a versioning configuration with status Enabled.
    Source: Amazon S3 User Guide, "Retaining multiple versions of objects with S3 Versioning"; 45 CFR 164.312(c)(1).
    """
    return passed() if keeps_versions(view.graph, bucket) else failed("versioning is not enabled")
