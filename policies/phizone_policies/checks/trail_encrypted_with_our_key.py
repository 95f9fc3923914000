"""Trails are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_cloudtrail",),
    reads=(
        "aws_cloudtrail.kms_key_id",
        "aws_kms_alias.target_key_id",
    ),
)
def trail_encrypted_with_our_key(trail: Node, view: View) -> Result:
    """A trail encrypts what it delivers with a customer-managed key of this zone.

    Why: the trail tells who did what with whose data; reading it must need a key that we can take away.
    Fix: give the trail kms_key_id of the archive's key.
    Source: AWS CloudTrail User Guide, "Encrypting CloudTrail log files with AWS KMS keys"; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, trail.get("kms_key_id"))
