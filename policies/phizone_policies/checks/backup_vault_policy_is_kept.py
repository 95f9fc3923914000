"""Nobody takes a backup vault's policy away."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.guarded import SAFE, denied, statements
from phizone_policies.views.requests import ANY_OBJECT, Context
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

_ACTIONS = (
    "DeleteBackupVault",
    "DeleteBackupVaultAccessPolicy",
    "DisassociateRecoveryPoint",
    "PutBackupVaultAccessPolicy",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_backup_vault",),
    reads=("aws_backup_vault_policy.backup_vault_name", "aws_backup_vault_policy.policy"),
)
def backup_vault_policy_is_kept(vault: Node, view: View) -> Result:
    """A vault's policy denies roles that it does not name to replace or delete it or the vault, or to let go a copy.

    Why: whoever may replace the policy first takes out the denial to delete, and then deletes.
    Fix: deny DeleteBackupVault, DeleteBackupVaultAccessPolicy, DisassociateRecoveryPoint, PutBackupVaultAccessPolicy;
    exempt the deployment's role from the last by aws:PrincipalArn.
    Source: AWS Backup Developer Guide, "Access policies on backup vaults"; 45 CFR 164.308(a)(7)(ii)(A).
    """
    role = f"arn:{partition(vault.region)}:iam::{vault.account}:role/{ANY_OBJECT}"
    context: Context = {**SAFE, "aws:principalarn": (role,), "aws:principalorgid": (view.organization_id,)}
    given = statements(view, vault)
    allowed = [each for each in _ACTIONS if not denied(given, vault, f"backup:{each}", context)]
    return failed(f"its policy does not deny {' and '.join(allowed)} to other roles") if allowed else passed()
