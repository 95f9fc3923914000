"""Backup plans make copies that their vault takes."""

from __future__ import annotations

import re

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.backups import kept_days, limits, standing_vaults, vault
from phizone_policies.views.blocks import inside
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_SCHEDULE = re.compile(r"(cron\(\S+( \S+){5}\)|rate\(\d+ (minute|hour|day)s?\))")
_DEFAULT = "Default"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_backup_plan",),
    reads=(
        "aws_backup_plan.rule",
        "aws_backup_vault_lock_configuration.backup_vault_name",
        "aws_backup_vault_lock_configuration.max_retention_days",
        "aws_backup_vault_lock_configuration.min_retention_days",
    ),
)
def backup_rule_fits_its_vault(plan: Node, view: View) -> Result:
    """Each rule of a plan has a schedule and a vault, and keeps its copies as long as the vault's lock lets it.

    Why: a job that asks a locked vault for less or more days than its lock allows fails, and no copy is there.
    Fix: set delete_after between min_retention_days and max_retention_days of the vault's lock.
    Source: AWS Backup Developer Guide, "AWS Backup Vault Lock"; 45 CFR 164.308(a)(7)(ii)(A).
    """
    for rule in plan.blocks("rule"):
        gap = _gap(plan, view, rule)
        if gap:
            return failed(f"rule {inside(plan, rule, 'rule_name') or 'without name'}: {gap}")
    return passed()


def _gap(plan: Node, view: View, rule: dict[str, Value]) -> str:
    """What keeps a rule from making copies; empty for nothing."""
    schedule, target = inside(plan, rule, "schedule"), inside(plan, rule, "target_vault_name")
    if schedule is not None and not (isinstance(schedule, str) and _SCHEDULE.fullmatch(schedule)):
        return f"its schedule {schedule} is neither a rate nor a cron expression of six fields"
    if not target:
        return "it names no vault"
    found = vault(view.graph, target)
    if found is None and standing_vaults(view.graph, plan) and target != _DEFAULT:
        return f"no vault {target} is made in its account and region"
    least, most = limits(view.graph, found) if found else (0, 0)
    days = kept_days(plan, rule)
    if days < least:
        return f"it keeps copies for {days} days, its vault takes none for less than {least}"
    return f"it keeps copies for {days} days, its vault takes none for more than {most}" if 0 < most < days else ""
