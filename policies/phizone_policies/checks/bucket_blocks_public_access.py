"""Buckets are not public."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views import buckets
from phizone_policies.views.public import is_public
from phizone_stacks.graph.node import Node

_FLAGS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_KIND = "aws_s3_bucket_public_access_block"


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_s3_bucket",),
    reads=(
        *(f"{_KIND}.{flag}" for flag in _FLAGS),
        f"{_KIND}.bucket",
        "aws_s3_bucket.policy",
        "aws_s3_bucket_policy.bucket",
        "aws_s3_bucket_policy.policy",
    ),
)
def bucket_blocks_public_access(bucket: Node, view: View) -> Result:
    """A bucket refuses public access lists and policies, and its own policy allows nothing to everybody.

    Why: public buckets are the commonest way that patients' records reach the internet.
    Fix: make an aws_s3_bucket_public_access_block with all four flags True, and name principals in the policy.
    Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage"; AWS Security Hub S3.8.
    """
    block = buckets.sibling(view.graph, bucket, _KIND)
    if block is None:
        return failed("it has no public access block")
    for flag in _FLAGS:
        if block.get(flag) is not True:
            return failed(f"{flag} is not True", block=block.address)
    policy = buckets.policy(view.graph, bucket)
    for number, statement in enumerate(policy.statements if policy else (), start=1):
        if is_public(statement):
            name = statement.sid or f"number {number}"
            return failed(f"statement {name} of its policy allows everybody", statement=name)
    return passed()
