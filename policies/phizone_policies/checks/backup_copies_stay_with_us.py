"""Backups are copied to our vaults only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.guarded import SAFE, denied, statements
from phizone_policies.views.requests import Context
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

_STRANGER = "000000000000"
_COPYING = "backup:CopyFromBackupVault"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_backup_vault",),
    reads=("aws_backup_vault_policy.backup_vault_name", "aws_backup_vault_policy.policy"),
)
def backup_copies_stay_with_us(vault: Node, view: View) -> Result:
    """A vault's policy denies everybody to copy a recovery point into a vault of an account that is not ours.

    Why: a copy in a foreign account is all of a store's data at once, out of reach of every rule of ours.
    Fix: deny backup:CopyFromBackupVault where backup:CopyTargets is none of the organization's vaults.
    Source: AWS Backup Developer Guide, "Access policies on backup vaults"; 45 CFR 164.312(a)(1).
    """
    target = f"arn:{partition(vault.region)}:backup:{vault.region}:{_STRANGER}:backup-vault:elsewhere"
    context: Context = {**SAFE, "backup:copytargets": (target,), "backup:copytargetorgpaths": ("o-stranger00/",)}
    given = statements(view, vault)
    if denied(given, vault, _COPYING, context):
        return passed()
    return failed(f"its policy does not deny {_COPYING} into a vault of a foreign account")
