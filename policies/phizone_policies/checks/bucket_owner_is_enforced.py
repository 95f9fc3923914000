"""Buckets have no access lists."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.buckets import sibling
from phizone_stacks.graph.node import Node

_KIND = "aws_s3_bucket_ownership_controls"


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_s3_bucket",),
    reads=(f"{_KIND}.bucket", f"{_KIND}.rule"),
)
def bucket_owner_is_enforced(bucket: Node, view: View) -> Result:
    """A bucket's owner owns every object in it, and access lists have no effect.

    Why: an object that its uploader owns escapes the bucket's policy, and one list of one object can make it public.
    Fix: make an aws_s3_bucket_ownership_controls with object_ownership="BucketOwnerEnforced".
    Source: Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs"; AWS Security Hub S3.12.
    """
    controls = sibling(view.graph, bucket, _KIND)
    if controls is None:
        return failed("it has no ownership controls, so what holds depends on when and how it was made")
    ownership = leaf(controls, "rule.object_ownership")
    return passed() if ownership == "BucketOwnerEnforced" else failed(f"object_ownership is {ownership}")
