"""What AWS Config delivers is under our key."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.buckets import encryption
from phizone_policies.views.keys import encrypted_with_ours, key_identity
from phizone_policies.views.recording import bucket_of
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_config_delivery_channel",),
    reads=(
        "aws_config_delivery_channel.s3_bucket_name",
        "aws_config_delivery_channel.s3_kms_key_arn",
        "aws_kms_alias.target_key_id",
        "aws_s3_bucket.server_side_encryption_configuration",
        "aws_s3_bucket_server_side_encryption_configuration.bucket",
        "aws_s3_bucket_server_side_encryption_configuration.rule",
    ),
)
def records_encrypted_with_our_key(channel: Node, view: View) -> Result:
    """A delivery channel names a customer-managed key of ours for what it writes to S3, the same as its bucket's.

    Why: records tell every name, tag and address there is; under AWS's key whoever reads the bucket reads them, and
    a bucket that refuses other keys than its own takes none.
    Fix: set s3_kms_key_arn to the ARN of the bucket's key.
    Source: AWS Config API Reference, "DeliveryChannel"; 45 CFR 164.312(a)(2)(iv).
    """
    value = channel.peek("s3_kms_key_arn")
    if value in (None, ""):
        return failed("it names no s3_kms_key_arn")
    result, bucket = encrypted_with_ours(view.graph, value), bucket_of(view, channel)
    if result.outcome is not Outcome.PASS or bucket is None:
        return result
    named, kept = (
        key_identity(view.graph, each) for each in (value, encryption(view.graph, bucket).get("kms_master_key_id"))
    )
    if named is None or kept is None:
        return unknown("the bucket's key is not known before apply")
    if kept.key is None or named.key == kept.key:
        return passed()
    return failed(f"it names {named.given}, its bucket encrypts with {kept.given}", bucket=bucket.address)
