"""The vault is locked and closed, the plan copies every team's stores daily, and its roles do no more than that."""

from __future__ import annotations

import dataclasses
import json

import pytest

from phizone_modules import backup_policies
from phizone_modules.backup import Backup, BackupArgs
from phizone_modules.boundary_ceilings import WORKLOADS
from phizone_modules.tags import Classification

ARN = "arn:aws:backup:us-east-1:444444444444:backup-vault:meridian-prod-backup"
BOUNDARY = "arn:aws:iam::444444444444:policy/meridian-prod-boundary"


@pytest.fixture
def platform(scope):
    return dataclasses.replace(scope, team="platform")


@pytest.fixture
def graph(platform, build):
    args = BackupArgs(scope=platform, classification=Classification.PHI, monthly_days=2557, boundary_arn=BOUNDARY)
    return build(lambda opts: Backup("backup", args, opts))


def test_the_vault_is_under_its_own_key_and_locked_in_compliance_mode(graph):
    vault = graph["workspace.prod/aws_backup_vault.backup"]
    assert graph.target(vault.get("kms_key_arn")) is graph["workspace.prod/aws_kms_key.backup"]
    assert (vault.get("name"), vault.get("force_destroy"), vault.protect) == ("meridian-prod-backup", False, True)
    lock = graph["workspace.prod/aws_backup_vault_lock_configuration.backup"]
    assert lock.get("backup_vault_name") == "meridian-prod-backup"
    assert {name: lock.get(name) for name in ("changeable_for_days", "min_retention_days", "max_retention_days")} == {
        "changeable_for_days": 3,
        "min_retention_days": 35,
        "max_retention_days": 2557,
    }
    assert lock.protect


def test_nobody_deletes_opens_or_carries_away_what_is_in_the_vault(graph):
    policy = json.loads(graph["workspace.prod/aws_backup_vault_policy.backup"].text("policy"))
    denied = {s["Sid"]: (s["Effect"], s["Principal"], s["Action"], s.get("Condition")) for s in policy["Statement"]}
    assert denied == {
        "NobodyDeletes": (
            "Deny",
            "*",
            [
                "backup:DeleteRecoveryPoint",
                "backup:DisassociateRecoveryPoint",
                "backup:UpdateRecoveryPointLifecycle",
            ],
            None,
        ),
        "NobodyOpens": (
            "Deny",
            "*",
            ["backup:DeleteBackupVault", "backup:DeleteBackupVaultAccessPolicy"],
            None,
        ),
        "TheDeploymentWritesThisPolicy": (
            "Deny",
            "*",
            "backup:PutBackupVaultAccessPolicy",
            {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::444444444444:role/meridian-prod-deploy"}},
        ),
        "CopiesIntoOurVaultsOnly": (
            "Deny",
            "*",
            "backup:CopyFromBackupVault",
            {
                "ForAllValues:ArnNotLike": {
                    "backup:CopyTargets": "arn:aws:backup:*:444444444444:backup-vault:meridian-prod-*"
                }
            },
        ),
        "NobodyOutsideTheOrganization": (
            "Deny",
            "*",
            "backup:CopyIntoBackupVault",
            {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg0"}},
        ),
    }


def test_copies_are_made_daily_and_kept_longer_each_month(graph):
    plan = graph["workspace.prod/aws_backup_plan.backup"]
    assert plan.blocks("rule") == [
        {
            "rule_name": "daily",
            "target_vault_name": "meridian-prod-backup",
            "schedule": "cron(0 5 ? * * *)",
            "lifecycle": [{"delete_after": 35}],
        },
        {
            "rule_name": "monthly",
            "target_vault_name": "meridian-prod-backup",
            "schedule": "cron(0 6 1 * ? *)",
            "lifecycle": [{"delete_after": 2557}],
        },
    ]
    assert "workspace.prod/aws_backup_vault_lock_configuration.backup" in plan.depends_on


def test_the_plan_selects_buckets_of_teams_and_homes_of_studio(graph):
    buckets = graph["workspace.prod/aws_backup_selection.backup-buckets"]
    assert buckets.get("resources") == ["arn:aws:s3:::*"]
    assert buckets.blocks("condition") == [
        {
            "string_equals": [
                {"key": "aws:ResourceTag/Environment", "value": "prod"},
                {"key": "aws:ResourceTag/ManagedBy", "value": "phizone"},
                {"key": "aws:ResourceTag/Organization", "value": "meridian"},
            ],
            "string_not_equals": [{"key": "aws:ResourceTag/Team", "value": "platform"}],
        }
    ]
    homes = graph["workspace.prod/aws_backup_selection.backup-homes"]
    assert homes.get("resources") == ["arn:aws:elasticfilesystem:*:*:file-system/*"]
    assert homes.blocks("condition") == [
        {
            "string_like": [
                {
                    "key": "aws:ResourceTag/ManagedByAmazonSageMakerResource",
                    "value": "arn:aws:sagemaker:us-east-1:444444444444:domain/*",
                }
            ]
        }
    ]
    role = graph["workspace.prod/aws_iam_role.backup"]
    assert [graph.target(each.get("iam_role_arn")) for each in (buckets, homes)] == [role, role]


def test_both_roles_are_bounded_and_only_aws_backup_enters_them(graph):
    roles = graph.of_type("aws_iam_role")
    assert {(role.get("name"), role.get("permissions_boundary")) for role in roles} == {
        ("meridian-prod-backup", BOUNDARY),
        ("meridian-prod-restore", BOUNDARY),
    }
    assert [json.loads(role.text("assume_role_policy"))["Statement"] for role in roles] == 2 * [
        [
            {
                "Sid": "Backup",
                "Effect": "Allow",
                "Principal": {"Service": "backup.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ]
    ]


def test_the_copying_role_writes_no_object_and_the_restoring_role_deletes_none(platform, actions_of):
    writes = {"s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "backup:DeleteRecoveryPoint"}
    assert writes & set(actions_of(backup_policies.copying(platform, ARN))) == set()
    assert writes & set(actions_of(backup_policies.restoring(platform, ARN))) == {"s3:PutObject"}


def test_what_the_roles_are_granted_lies_within_their_boundary(platform, actions_of, outside):
    granted = [*backup_policies.copying(platform, ARN), *backup_policies.restoring(platform, ARN)]
    assert outside(actions_of(granted), WORKLOADS) == []


def test_a_monthly_copy_that_is_kept_no_longer_than_a_daily_one_is_refused(platform, build):
    args = BackupArgs(scope=platform, classification=Classification.PHI, monthly_days=35, boundary_arn=BOUNDARY)
    with pytest.raises(Exception, match="monthly_days 35 must be more than 35"):
        build(lambda opts: Backup("backup", args, opts))
