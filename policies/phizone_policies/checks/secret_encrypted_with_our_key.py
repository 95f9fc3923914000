"""Secrets are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_secretsmanager_secret",),
    reads=("aws_secretsmanager_secret.kms_key_id", "aws_kms_alias.target_key_id"),
)
def secret_encrypted_with_our_key(secret: Node, view: View) -> Result:
    """A secret is encrypted with a customer-managed key of this zone.

    Why: under AWS's own key everybody of the account who may read secrets reads this one.
    Fix: name the team's key in kms_key_id.
    Source: AWS Config SECRETSMANAGER_USING_CMK; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, secret.get("kms_key_id"))
