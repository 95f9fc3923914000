"""Buckets are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.buckets import encryption, is_access_log_target
from phizone_policies.views.keys import Owner, alias_name, key_identity
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.CRITICAL,
    profile=Profile.PHI,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.server_side_encryption_configuration",
        "aws_s3_bucket_server_side_encryption_configuration.rule",
        "aws_s3_bucket_logging.target_bucket",
        "aws_s3_bucket.logging",
        "aws_kms_alias.target_key_id",
        "aws_s3_bucket.tags",
    ),
)
def bucket_encrypted_with_our_key(bucket: Node, view: View) -> Result:
    """A bucket encrypts by default with a customer-managed key of this zone.

    Why: under AWS's own key whoever can read the bucket can read the data, and nobody can take the key away.
    Fix: give the bucket an encryption configuration of aws:kms with the ARN of the team's key, not an alias.
    Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; 45 CFR 164.312(a)(2)(iv).
    """
    if is_access_log_target(view.graph, bucket):
        # S3 delivers access logs to no bucket whose default is SSE-KMS. Source: S3 User Guide, "Enabling S3 server
        # access logging".
        return not_applicable("a target of access logs, which S3 delivers under its own keys only")
    block = encryption(view.graph, bucket)
    identity = key_identity(view.graph, block.get("kms_master_key_id"))
    if identity is None:
        return unknown("its key is not known before apply")
    if block.get("sse_algorithm") not in ("aws:kms", "aws:kms:dsse") or identity.owner is Owner.AWS:
        return failed(f"it is encrypted with {identity.given}, not with a key of this zone")
    alias = alias_name(view.graph, block.get("kms_master_key_id"))
    if alias:
        return failed(f"its key is named by {alias}, which S3 looks up in the account of whoever uploads")
    return passed() if identity.owner is Owner.OURS else failed(f"its key {identity.given} is not of this zone")
