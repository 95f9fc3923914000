"""Log groups are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_cloudwatch_log_group",),
    reads=(
        "aws_cloudwatch_log_group.kms_key_id",
        "aws_kms_alias.target_key_id",
    ),
)
def log_group_encrypted_with_our_key(group: Node, view: View) -> Result:
    """A log group is encrypted with a customer-managed key of this zone.

    Why: logs repeat what programs handle; under AWS's own key whoever can read the group can read them.
    Fix: give the log group kms_key_id of a key whose policy lets CloudWatch Logs use it for this group.
    Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"; 45 CFR
    164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, group.get("kms_key_id"))
