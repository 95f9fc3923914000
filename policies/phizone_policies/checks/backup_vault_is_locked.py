"""Backups cannot be deleted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.backups import LEAST_DAYS, LONGEST_GRACE, READS, grace_days, locked_days
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_backup_vault",),
    reads=tuple(read for read in READS if read.startswith("aws_backup_vault_lock")),
)
def backup_vault_is_locked(vault: Node, view: View) -> Result:
    """A vault is locked in compliance mode, for good after a week, and keeps every recovery point for 35 days at least.

    Why: in governance mode whoever takes over an administrator deletes the copies with the data.
    Fix: make a vault lock configuration with changeable_for_days and min_retention_days=35 or more.
    Source: AWS Backup Developer Guide, "AWS Backup Vault Lock"; 45 CFR 164.308(a)(7)(ii)(A).
    """
    days = locked_days(view.graph, vault)
    if days >= LEAST_DAYS:
        grace = grace_days(view.graph, vault)
        return passed() if grace <= LONGEST_GRACE else failed(f"its lock can be taken off again for {grace} days")
    return failed(f"it is locked in compliance mode for {days} days, {LEAST_DAYS} are required", days=str(days))
