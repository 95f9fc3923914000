"""Keys rotate."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_kms_key",),
    reads=("aws_kms_key.customer_master_key_spec", "aws_kms_key.key_usage", "aws_kms_key.enable_key_rotation"),
)
def kms_key_rotates(key: Node, view: View) -> Result:
    """A symmetric customer-managed key gets new key material every year by itself.

    Why: material that never changes protects everything ever written under it; one leak opens all of it.
    Fix: set enable_key_rotation=True.
    Source: AWS KMS Developer Guide, "Rotate AWS KMS keys".
    """
    if key.get("customer_master_key_spec") != "SYMMETRIC_DEFAULT" or key.get("key_usage") != "ENCRYPT_DECRYPT":
        return not_applicable("only symmetric encryption keys rotate by themselves")
    return passed() if key.get("enable_key_rotation") is True else failed("enable_key_rotation is not True")
