"""Backups are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_backup_vault",),
    reads=("aws_backup_vault.kms_key_arn", "aws_kms_alias.target_key_id"),
)
def backup_vault_encrypted_with_our_key(vault: Node, view: View) -> Result:
    """A vault encrypts its recovery points with a customer-managed key of this zone.

    Why: a copy of PHI under AWS's own key opens to whoever may restore it, and nobody can take that back.
    Fix: name the key in kms_key_arn; a vault takes it on creation only.
    Source: AWS Config BACKUP_RECOVERY_POINT_ENCRYPTED; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, vault.get("kms_key_arn"))
