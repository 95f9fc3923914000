"""Buckets are used by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.buckets import policy
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_s3_bucket",),
    reads=("aws_s3_bucket.policy", "aws_s3_bucket_policy.bucket", "aws_s3_bucket_policy.policy"),
)
def bucket_policy_names_no_stranger(bucket: Node, view: View) -> Result:
    """A bucket's policy allows something only to accounts of ours, and to AWS services for us.

    Why: a stranger in a bucket's policy reads what is in it with credentials that nobody of ours can stop.
    Fix: name accounts or roles of the organization; bind services by aws:SourceAccount or aws:SourceArn.
    Source: Amazon S3 User Guide, "Security best practices for Amazon S3"; AWS Security Hub S3.6; 45 CFR 164.312(a)(1).
    """
    document = policy(view.graph, bucket)
    return not_applicable("it has no policy") if document is None else names_no_stranger(view, document)
