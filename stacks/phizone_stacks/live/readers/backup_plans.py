"""AWS Backup: plans, and what they select."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found
from phizone_stacks.live.readers.backup import backup_tags
from phizone_stacks.live.reading import reads

_UNSAID: Mapping[str, Any] = {
    "completion_window": 180,
    "enable_continuous_backup": False,
    "schedule_expression_timezone": "Etc/UTC",
    "start_window": 60,
}
"""What a rule of a program means that does not say it. Source: the Terraform AWS provider, `aws_backup_plan`."""
_CONDITIONS = {
    "StringEquals": "string_equals",
    "StringLike": "string_like",
    "StringNotEquals": "string_not_equals",
    "StringNotLike": "string_not_like",
}


@reads("aws_backup_plan")
def plans(calls: Calls) -> Iterator[Found]:
    """Plans with their rules."""
    for each in calls.all("backup", "list_backup_plans", "BackupPlansList"):
        told = calls.get("backup", "get_backup_plan", BackupPlanId=each["BackupPlanId"])
        plan = told["BackupPlan"]
        settings = [
            {"backup_options": one["BackupOptions"], "resource_type": one["ResourceType"]}
            for one in plan.get("AdvancedBackupSettings") or ()
        ]
        yield found(
            "aws_backup_plan",
            plan["BackupPlanName"],
            {
                "id": each["BackupPlanId"],
                "arn": told["BackupPlanArn"],
                "name": plan["BackupPlanName"],
                "rule": [_rule(rule) for rule in plan["Rules"]],
                "advanced_backup_setting": settings or None,
                "tags": backup_tags(calls, told["BackupPlanArn"]),
            },
        )


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "rule_name": rule["RuleName"],
        "target_vault_name": rule["TargetBackupVaultName"],
        "target_logically_air_gapped_backup_vault_arn": rule.get("TargetLogicallyAirGappedBackupVaultArn"),
        "schedule": rule.get("ScheduleExpression"),
        "schedule_expression_timezone": rule.get("ScheduleExpressionTimezone"),
        "start_window": rule.get("StartWindowMinutes"),
        "completion_window": rule.get("CompletionWindowMinutes"),
        "enable_continuous_backup": rule.get("EnableContinuousBackup"),
        "recovery_point_tags": rule.get("RecoveryPointTags") or None,
        "lifecycle": _lifecycle(rule.get("Lifecycle")),
        "copy_action": [_copy(each) for each in rule.get("CopyActions") or ()] or None,
    }
    return {name: value for name, value in words.items() if value is not None and value != _UNSAID.get(name)}


def _copy(action: Mapping[str, Any]) -> dict[str, Any]:
    lifecycle = _lifecycle(action.get("Lifecycle"))
    kept = {"lifecycle": lifecycle} if lifecycle else {}
    return {"destination_vault_arn": action["DestinationBackupVaultArn"], **kept}


def _lifecycle(given: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    words = {
        "delete_after": (given or {}).get("DeleteAfterDays"),
        "cold_storage_after": (given or {}).get("MoveToColdStorageAfterDays"),
        "opt_in_to_archive_for_supported_resources": (given or {}).get("OptInToArchiveForSupportedResources") or None,
    }
    # -1 days are never. Source: AWS Backup API Reference, "Lifecycle".
    kept = {name: value for name, value in words.items() if value not in (None, -1)}
    return [kept] if kept else None


@reads("aws_backup_selection")
def selections(calls: Calls) -> Iterator[Found]:
    """What each plan selects."""
    for plan in calls.all("backup", "list_backup_plans", "BackupPlansList"):
        of_plan = {"BackupPlanId": plan["BackupPlanId"]}
        for each in calls.all("backup", "list_backup_selections", "BackupSelectionsList", **of_plan):
            told = calls.get("backup", "get_backup_selection", SelectionId=each["SelectionId"], **of_plan)
            yield _selection(told["SelectionId"], told["BackupPlanId"], told["BackupSelection"])


def _selection(name: str, plan: str, selection: Mapping[str, Any]) -> Found:
    return found(
        "aws_backup_selection",
        f"{selection['SelectionName']}/{name}",
        {
            "id": name,
            "name": selection["SelectionName"],
            "plan_id": plan,
            "iam_role_arn": selection["IamRoleArn"],
            "resources": selection.get("Resources") or None,
            "not_resources": selection.get("NotResources") or None,
            "selection_tag": _selection_tags(selection.get("ListOfTags") or ()),
            "condition": _condition(selection.get("Conditions") or {}),
        },
    )


def _selection_tags(given: Iterable[Mapping[str, str]]) -> list[dict[str, str]] | None:
    tags = [
        {"type": each["ConditionType"], "key": each["ConditionKey"], "value": each["ConditionValue"]} for each in given
    ]
    return tags or None


def _condition(given: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    tests = {
        word: [{"key": each["ConditionKey"], "value": each["ConditionValue"]} for each in given[name]]
        for name, word in _CONDITIONS.items()
        if given.get(name)
    }
    return [tests] if tests else None
