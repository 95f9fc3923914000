"""Buckets are reached over current TLS only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.buckets import denies, policy
from phizone_policies.views.requests import ANY_OBJECT, Context
from phizone_stacks.graph.node import Node

_UNSAFE: dict[str, Context] = {
    "plain HTTP": {"aws:securetransport": ("false",), "s3:tlsversion": None},
    "TLS 1.0": {"aws:securetransport": ("true",), "s3:tlsversion": ("1.0",)},
    "TLS 1.1": {"aws:securetransport": ("true",), "s3:tlsversion": ("1.1",)},
}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_s3_bucket",),
    reads=("aws_s3_bucket.policy", "aws_s3_bucket_policy.bucket", "aws_s3_bucket_policy.policy"),
)
def bucket_denies_plain_http(bucket: Node, view: View) -> Result:
    """A bucket's policy denies everything over plain HTTP and over TLS older than 1.2, to everybody.

    Why: S3 answers plain HTTP too, and then whoever is on the way reads the data.
    Fix: deny s3:* on the bucket and its objects to `*` where aws:SecureTransport is false, and where s3:TlsVersion is
    less than 1.2, each in a statement without further conditions.
    Source: Amazon S3 User Guide, "Security best practices for Amazon S3"; 45 CFR 164.312(e)(1).
    """
    document = policy(view.graph, bucket)
    if document is None:
        return failed("it has no policy, so plain HTTP reaches it")
    for what, context in _UNSAFE.items():
        for part, key in (("the bucket", ""), ("its objects", ANY_OBJECT)):
            if not denies(document.statements, bucket, "s3:*", context, key):
                return failed(f"its policy does not deny {what} to everybody and for every action on {part}")
    return passed()
