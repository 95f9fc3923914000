"""AWS Backup: vaults, their locks, and plans."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_backup_vault")
def vault(wanted: Wanted) -> Outputs:
    """CreateBackupVault."""
    given = wanted.given(BackupVaultName="name", EncryptionKeyArn="kms_key_arn", BackupVaultTags="tags")
    made = wanted.client("backup").create_backup_vault(**given)
    return {"id": made["BackupVaultName"], "arn": made["BackupVaultArn"]}


@creates("aws_backup_vault_lock_configuration")
def vault_lock(wanted: Wanted) -> Outputs:
    """PutBackupVaultLockConfiguration."""
    given = wanted.given(
        BackupVaultName="backup_vault_name",
        MinRetentionDays="min_retention_days",
        MaxRetentionDays="max_retention_days",
        ChangeableForDays="changeable_for_days",
    )
    wanted.client("backup").put_backup_vault_lock_configuration(**given)
    return {"id": wanted.get("backup_vault_name")}


@creates("aws_backup_plan")
def plan(wanted: Wanted) -> Outputs:
    """CreateBackupPlan."""
    document = {"BackupPlanName": wanted.get("name"), "Rules": [_rule(each) for each in wanted.get("rule")]}
    made = wanted.client("backup").create_backup_plan(BackupPlan=document, **wanted.given(BackupPlanTags="tags"))
    return {"id": made["BackupPlanId"], "arn": made["BackupPlanArn"], "version": made["VersionId"]}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule with the windows that the Terraform AWS provider gives one that names none."""
    lifecycle = (rule.get("lifecycle") or [{}])[0]
    words = {
        "RuleName": rule["rule_name"],
        "TargetBackupVaultName": rule["target_vault_name"],
        "ScheduleExpression": rule.get("schedule"),
        "ScheduleExpressionTimezone": rule.get("schedule_expression_timezone", "Etc/UTC"),
        "StartWindowMinutes": rule.get("start_window", 60),
        "CompletionWindowMinutes": rule.get("completion_window", 180),
        "EnableContinuousBackup": rule.get("enable_continuous_backup", False),
        "Lifecycle": {"DeleteAfterDays": lifecycle["delete_after"]} if lifecycle.get("delete_after") else None,
    }
    return {name: value for name, value in words.items() if value is not None}
