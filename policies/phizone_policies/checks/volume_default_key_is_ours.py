"""Volumes that name no key are under ours."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.keys import encrypted_with_ours, key_identity
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_ebs_default_kms_key",),
    reads=("aws_ebs_default_kms_key.key_arn", "aws_kms_alias.target_key_id"),
)
def volume_default_key_is_ours(setting: Node, view: View) -> Result:
    """The default key for volumes is a customer-managed key of ours, in the same account and region.

    Why: nobody but AWS decides who uses its key for volumes; and EC2 cannot use a key of another region at all.
    Fix: set key_arn to the ARN of a key made in that account and region.
    Source: Amazon EBS User Guide, "Default KMS key for Amazon EBS encryption"; 45 CFR 164.312(a)(2)(iv).
    """
    value = setting.peek("key_arn")
    result, found = encrypted_with_ours(view.graph, value), key_identity(view.graph, value)
    if result.outcome is not Outcome.PASS or found is None or found.key is None:
        return result
    key = found.key
    if (key.account, key.region) == (setting.account, setting.region):
        return passed()
    return failed(f"its key is in account {key.account}, {key.region}", key=key.address)
