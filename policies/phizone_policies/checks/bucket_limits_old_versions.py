"""Buckets say how long they keep what was replaced."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.buckets import keeps_versions, sibling
from phizone_policies.views.log_buckets import blocks_of
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.lifecycle_rule",
        "aws_s3_bucket.object_lock_enabled",
        "aws_s3_bucket.versioning",
        "aws_s3_bucket_lifecycle_configuration.bucket",
        "aws_s3_bucket_lifecycle_configuration.rule",
        "aws_s3_bucket_versioning.bucket",
        "aws_s3_bucket_versioning.versioning_configuration",
    ),
)
def bucket_limits_old_versions(bucket: Node, view: View) -> Result:
    """A bucket that keeps versions has an enabled rule for all objects that says when replaced and deleted ones go.

    Why: data of a patient that was erased lives on as an old version until somebody says when it ends.
    Fix: give the bucket a lifecycle rule with noncurrent_version_expiration, at the retention that its data needs.
    Source: AWS Security Hub S3.10; GDPR article 5(1)(e); 45 CFR 164.316(b)(2)(i).
    """
    if not keeps_versions(view.graph, bucket):
        return not_applicable("it keeps no versions")
    alone = sibling(view.graph, bucket, "aws_s3_bucket_lifecycle_configuration")
    owner, path = (alone, "rule") if alone is not None else (bucket, "lifecycle_rule")
    for rule in owner.blocks(path):
        enabled = inside(owner, rule, "status") == "Enabled" or inside(owner, rule, "enabled") is True
        if enabled and _is_whole(owner, rule) and _says_when(owner, rule):
            return passed()
    return failed("no enabled lifecycle rule for all objects says when replaced versions go")


def _is_whole(owner: Node, rule: dict[str, Value]) -> bool:
    """Whether a rule is about all objects: it has no filter, or one for every key."""
    return not inside(owner, rule, "prefix") and not any(
        value for block in blocks_of(owner, inside(owner, rule, "filter"), "filter") for value in block.values()
    )


def _says_when(owner: Node, rule: dict[str, Value]) -> bool:
    """Whether a rule says after how many days a replaced version goes."""
    what = "noncurrent_version_expiration"
    blocks = blocks_of(owner, inside(owner, rule, what), what)
    return any(inside(owner, block, unit) for block in blocks for unit in ("noncurrent_days", "days"))
