"""Nobody deletes a recovery point by hand."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import document
from phizone_policies.views.naming import naming
from phizone_policies.views.requests import Request, certainly_denied
from phizone_stacks.graph.node import Node

_DELETING = ("backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_backup_vault",),
    reads=("aws_backup_vault_policy.backup_vault_name", "aws_backup_vault_policy.policy"),
)
def backup_vault_denies_deletion(vault: Node, view: View) -> Result:
    """A vault's policy denies everybody to delete a recovery point and to change how long it stays.

    Why: the lock ends with its least days; until the copy's own end only the policy stands before a deletion.
    Fix: deny backup:DeleteRecoveryPoint and backup:UpdateRecoveryPointLifecycle to everybody, on all resources.
    Source: AWS Config BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED; 45 CFR 164.310(d)(2)(iv).
    """
    policies = naming(view.graph, vault, ("aws_backup_vault_policy",), "backup_vault_name", "name", "id")
    documents = [found for each in policies if (found := document(view.graph, each, "policy"))]
    statements = [statement for each in documents for statement in each.statements]
    allowed = [action for action in _DELETING if not certainly_denied(statements, Request(action=action))]
    return failed(f"its policy does not deny {' and '.join(allowed)} to everybody") if allowed else passed()
