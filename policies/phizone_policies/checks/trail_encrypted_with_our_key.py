"""Trails are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, failed
from phizone_policies.views.buckets import denies, policy
from phizone_policies.views.keys import encrypted_with_ours
from phizone_policies.views.recording import bucket_of
from phizone_policies.views.requests import ANY_OBJECT, Context
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity

_HEADER = "s3:x-amz-server-side-encryption"
_DELIVERY: Context = {
    _HEADER: ("aws:kms",),
    f"{_HEADER}-customer-algorithm": None,
    "aws:principalisawsservice": ("true",),
    "aws:securetransport": ("true",),
    "s3:tlsversion": ("1.3",),
}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_cloudtrail",),
    reads=(
        "aws_cloudtrail.kms_key_id",
        "aws_cloudtrail.s3_bucket_name",
        "aws_kms_alias.target_key_id",
        "aws_s3_bucket.policy",
        "aws_s3_bucket_policy.bucket",
        "aws_s3_bucket_policy.policy",
    ),
)
def trail_encrypted_with_our_key(trail: Node, view: View) -> Result:
    """A trail encrypts what it delivers with a customer-managed key of this zone, which its bucket does not refuse.

    Why: the trail tells who did what with whose data; reading it must need a key that we can take away.
    Fix: give the trail kms_key_id of the archive's key.
    Source: AWS CloudTrail User Guide, "Encrypting CloudTrail log files with AWS KMS keys"; 45 CFR 164.312(a)(2)(iv).
    """
    value = trail.get("kms_key_id")
    result, bucket = encrypted_with_ours(view.graph, value), bucket_of(view, trail)
    if result.outcome is not Outcome.PASS or bucket is None:
        return result
    key = str(identity(view.graph, value))
    found = policy(view.graph, bucket)
    if found and denies(
        found.statements, bucket, "s3:PutObject", {**_DELIVERY, f"{_HEADER}-aws-kms-key-id": (key,)}, ANY_OBJECT
    ):
        return failed(f"{bucket.address} refuses what is encrypted with {key}", bucket=bucket.address)
    return result
