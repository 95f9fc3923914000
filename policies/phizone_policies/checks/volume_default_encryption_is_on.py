"""Default encryption of volumes is not switched off."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ebs_encryption_by_default",),
    reads=("aws_ebs_encryption_by_default.enabled",),
)
def volume_default_encryption_is_on(setting: Node, view: View) -> Result:
    """A program that speaks of the default encryption of volumes switches it on.

    Why: every volume, snapshot and image that says nothing of encryption is in the clear without it.
    Fix: set enabled=True, or leave it out.
    Source: Amazon EBS User Guide, "Enable Amazon EBS encryption by default"; AWS Security Hub, EC2.7.
    """
    return passed() if setting.get("enabled") is True else failed("enabled is not True")
