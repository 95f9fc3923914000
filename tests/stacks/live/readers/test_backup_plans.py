from __future__ import annotations

from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.backup_plans import plans, selections

ABROAD = "arn:aws:backup:us-west-2:777777777777:backup-vault:copies"
ROLE = "arn:aws:iam::777777777777:role/backup"
RULES = [
    {
        "RuleName": "daily",
        "TargetBackupVaultName": "copies",
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "StartWindowMinutes": 60,
        "CompletionWindowMinutes": 180,
        "EnableContinuousBackup": False,
        "Lifecycle": {"DeleteAfterDays": 35},
    },
    {
        "RuleName": "monthly",
        "TargetBackupVaultName": "copies",
        "ScheduleExpression": "cron(0 6 1 * ? *)",
        "ScheduleExpressionTimezone": "America/New_York",
        "StartWindowMinutes": 120,
        "CompletionWindowMinutes": 480,
        "EnableContinuousBackup": True,
        "RecoveryPointTags": {"Team": "platform"},
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 366},
        "CopyActions": [{"DestinationBackupVaultArn": ABROAD, "Lifecycle": {"DeleteAfterDays": 90}}],
    },
]


def test_a_plan_is_read_with_its_rules_and_what_they_do_not_say_is_left_out(aws, seen):
    made = aws("backup").create_backup_plan(
        BackupPlan={"BackupPlanName": "plan", "Rules": RULES}, BackupPlanTags={"Team": "platform"}
    )
    assert seen("aws_backup_plan") == [
        {
            "arn": made["BackupPlanArn"],
            "id": made["BackupPlanId"],
            "name": "plan",
            "rule": [
                {
                    "lifecycle": [{"delete_after": 35}],
                    "rule_name": "daily",
                    "schedule": "cron(0 5 ? * * *)",
                    "target_vault_name": "copies",
                },
                {
                    "completion_window": 480,
                    "copy_action": [{"destination_vault_arn": ABROAD, "lifecycle": [{"delete_after": 90}]}],
                    "enable_continuous_backup": True,
                    "lifecycle": [{"cold_storage_after": 30, "delete_after": 366}],
                    "recovery_point_tags": {"Team": "platform"},
                    "rule_name": "monthly",
                    "schedule": "cron(0 6 1 * ? *)",
                    "schedule_expression_timezone": "America/New_York",
                    "start_window": 120,
                    "target_vault_name": "copies",
                },
            ],
            "tags": {"Team": "platform"},
        }
    ]


def test_what_is_kept_for_ever_has_no_days(answered):
    never = {"MoveToColdStorageAfterDays": -1, "DeleteAfterDays": -1}
    rule = {"RuleName": "kept", "TargetBackupVaultName": "copies", "Lifecycle": never}
    arn = "arn:aws:backup:us-east-1:777777777777:backup-plan:plan-1"
    plan = {"BackupPlanArn": arn, "BackupPlan": {"BackupPlanName": "plan", "Rules": [rule]}}
    (found,) = answered(
        plans,
        ("backup.list_backup_plans", {"BackupPlansList": [{"BackupPlanId": "plan-1"}]}),
        ("backup.get_backup_plan", plan),
        ("backup.list_tags", {"Tags": {}}),
    )
    assert found["rule"] == [{"rule_name": "kept", "target_vault_name": "copies"}]


def test_a_selection_is_read_with_its_conditions(aws):
    client = aws("backup")
    selection = {
        "SelectionName": "buckets",
        "IamRoleArn": ROLE,
        "Resources": ["arn:aws:s3:::*"],
        "NotResources": ["arn:aws:s3:::logs"],
        "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "Backup", "ConditionValue": "yes"}],
        "Conditions": {
            "StringEquals": [{"ConditionKey": "aws:ResourceTag/Environment", "ConditionValue": "prod"}],
            "StringNotEquals": [{"ConditionKey": "aws:ResourceTag/Team", "ConditionValue": "platform"}],
            "StringLike": [],
            "StringNotLike": [],
        },
    }
    told = {"BackupPlanId": "plan-1", "SelectionId": "selection-1"}
    with Stubber(client) as stub:
        stub.add_response("list_backup_plans", {"BackupPlansList": [{"BackupPlanId": "plan-1"}]}, {})
        listed = {"BackupSelectionsList": [{"SelectionId": "selection-1"}]}
        stub.add_response("list_backup_selections", listed, {"BackupPlanId": "plan-1"})
        stub.add_response("get_backup_selection", {**told, "BackupSelection": selection}, told)
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: client)
        found = [dict(each.attributes) for each in selections.function(calls)]
    assert found == [
        {
            "condition": [
                {
                    "string_equals": [{"key": "aws:ResourceTag/Environment", "value": "prod"}],
                    "string_not_equals": [{"key": "aws:ResourceTag/Team", "value": "platform"}],
                }
            ],
            "iam_role_arn": ROLE,
            "id": "selection-1",
            "name": "buckets",
            "not_resources": ["arn:aws:s3:::logs"],
            "plan_id": "plan-1",
            "resources": ["arn:aws:s3:::*"],
            "selection_tag": [{"key": "Backup", "type": "STRINGEQUALS", "value": "yes"}],
        }
    ]
