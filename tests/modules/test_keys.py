"""Keys rotate, wait 30 days, have an alias, and name who may use them."""

from __future__ import annotations

import json

from phizone_modules.keys import Key, KeyArgs, ServiceUse
from phizone_modules.tags import Classification


def test_a_key_rotates_yearly_waits_thirty_days_and_has_its_alias(scope, build):
    args = KeyArgs(
        scope=scope, purpose="data", classification=Classification.PHI, administrators=[scope.role_arn("deploy")]
    )
    graph = build(lambda opts: Key("cardiology-data", args, opts))
    key = graph["workspace.prod/aws_kms_key.cardiology-data"]
    assert (key.get("enable_key_rotation"), key.get("rotation_period_in_days"), key.get("deletion_window_in_days")) == (
        True,
        365,
        30,
    )
    assert key.protect
    alias = graph["workspace.prod/aws_kms_alias.cardiology-data"]
    assert alias.get("name") == "alias/meridian-prod-cardiology-data"
    assert graph.target(alias.get("target_key_id")) is key


def test_its_users_reach_it_through_services_only_and_nobody_outside_the_organization_does(scope, build):
    args = KeyArgs(
        scope=scope,
        purpose="data",
        classification=Classification.PHI,
        administrators=[scope.role_arn("deploy")],
        users=[scope.role_arn("cardiology", "pipeline")],
        via_services=["s3", "sagemaker"],
        buckets=["arn:aws:s3:::meridian-prod-cardiology-*"],
        services=[
            ServiceUse(
                service="logs.us-east-1.amazonaws.com", condition={"StringEquals": {"aws:SourceAccount": scope.account}}
            )
        ],
    )
    graph = build(lambda opts: Key("cardiology-data", args, opts))
    statements = {
        s["Sid"]: s for s in json.loads(graph["workspace.prod/aws_kms_key.cardiology-data"].text("policy"))["Statement"]
    }
    assert set(statements) == {
        "AccountAdministers",
        "AuditorReadsSettings",
        "NobodyOutsideTheOrganization",
        "RolesUseThroughServices",
        "Service0",
        "ServicesGetGrants",
    }
    assert statements["RolesUseThroughServices"]["Condition"] == {
        "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::444444444444:role/meridian-prod-cardiology-pipeline"]},
        "StringEquals": {"kms:ViaService": ["s3.us-east-1.amazonaws.com", "sagemaker.us-east-1.amazonaws.com"]},
        "StringLikeIfExists": {"kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::meridian-prod-cardiology-*"]},
    }
    assert statements["AuditorReadsSettings"]["Condition"] == {
        "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::444444444444:role/meridian-prod-auditor"]}
    }
    assert set(statements["AuditorReadsSettings"]["Action"]) == {
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants",
        "kms:ListResourceTags",
    }
    assert statements["ServicesGetGrants"]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}
    assert not {"kms:Decrypt", "kms:Create*", "kms:CreateGrant"} & set(statements["AccountAdministers"]["Action"])
