"""Nothing is uploaded under a key that is not the bucket's."""

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
from phizone_policies.views import buckets, uploads
from phizone_policies.views.documents import Statement
from phizone_policies.views.keys import KeyIdentity, Owner, key_identity, names_of
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.policy",
        "aws_s3_bucket.server_side_encryption_configuration",
        "aws_s3_bucket_policy.policy",
        "aws_s3_bucket_server_side_encryption_configuration.rule",
        "aws_s3_bucket_logging.target_bucket",
        "aws_s3_bucket.logging",
        "aws_s3_bucket.tags",
    ),
)
def bucket_denies_foreign_keys(bucket: Node, view: View) -> Result:
    """A bucket's policy denies uploads under another key or another encryption, and lets those pass that name nothing.

    Why: a default binds only uploads that name no encryption; any other may be written under a key that we cannot take
    away, or that only a stranger has.
    Fix: deny s3:PutObject to `*` where s3:x-amz-server-side-encryption-aws-kms-key-id is present and not the bucket's
    key, where s3:x-amz-server-side-encryption is present and not aws:kms or has no key beside it, and where a key of
    the caller's is present; test presence with Null, since a negated operator is true of an absent header.
    Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; 45 CFR 164.312(a)(2)(iv).
    """
    if buckets.is_access_log_target(view.graph, bucket):
        return not_applicable("a target of access logs, which S3 delivers under its own keys only")
    identity = key_identity(view.graph, buckets.encryption(view.graph, bucket).get("kms_master_key_id"))
    if identity is None:
        return unknown("its key is not known before apply")
    if identity.owner is Owner.AWS:
        return failed("it has no key of its own that uploads could be held to")
    document = buckets.policy(view.graph, bucket)
    gap = _gap(view, bucket, document.statements if document else (), identity)
    return failed(f"its policy {gap}") if gap else passed()


def _gap(view: View, bucket: Node, statements: tuple[Statement, ...], identity: KeyIdentity) -> str:
    """What a policy does to uploads that it should not; empty where it does as it should."""
    own = names_of(identity.key) if identity.key else (identity.given,)
    refused = dict(uploads.unwanted(statements, bucket, own))
    if "SSE-C" not in buckets.blocked_encryption(view.graph, bucket):
        refused["a key of the caller's"] = uploads.upload(callers="AES256")
    for what, context in refused.items():
        if uploads.lets_through(statements, bucket, context):
            return f"lets uploads name {what}"
    if uploads.refuses_silence(statements, bucket):
        return "denies uploads that name no encryption and would get the bucket's own"
    return ""
