"""The audit record cannot be deleted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.buckets import days_of, is_named, locked_days
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.ZONE,
    types=("aws_cloudtrail",),
    reads=(
        "aws_cloudtrail.s3_bucket_name",
        "aws_s3_bucket.object_lock_configuration",
        "aws_s3_bucket_object_lock_configuration.bucket",
        "aws_s3_bucket_object_lock_configuration.rule",
    ),
)
def audit_archive_is_locked(trail: Node, view: View) -> Result:
    """The bucket that a trail writes to locks every record in compliance mode for the organization's retention years.

    Why: whoever takes over an account deletes the traces first; in compliance mode not even the root user can.
    Fix: give the archive an object lock configuration of COMPLIANCE with retention_years, when it is made.
    Source: Amazon S3 User Guide, "Locking objects with Object Lock"; 45 CFR 164.316(b)(2)(i).
    """
    name = trail.get("s3_bucket_name")
    buckets = view.graph.of_type("aws_s3_bucket")
    archive = next((bucket for bucket in buckets if is_named(view.graph, bucket, name)), None)
    if archive is None:
        return failed(f"it writes to {name}, a bucket that this zone does not make")
    locked, years = locked_days(view.graph, archive), view.organization.retention_years
    if locked >= days_of(years):
        return passed()
    told = f"{archive.address} locks records in compliance mode for {locked} days, {years} years are required"
    return failed(told, bucket=archive.address)
