"""An account's own settings hold in every allowed region, whatever a single resource says."""

from __future__ import annotations

import dataclasses
import json

import pytest

from phizone_modules import guardrail_policies
from phizone_modules.account import AccountSettings, AccountSettingsArgs
from phizone_modules.deploy_detective import account
from phizone_modules.tags import Classification

REGIONS = ["us-east-1", "us-west-2"]


@pytest.fixture(name="platform")
def platform_fixture(scope):
    return dataclasses.replace(scope, team="platform")


@pytest.fixture(name="graph")
def graph_fixture(platform, build):
    args = AccountSettingsArgs(scope=platform, classification=Classification.PHI, allowed_regions=REGIONS)
    return build(lambda opts: AccountSettings("account", args, opts))


def test_nothing_of_the_account_in_s3_is_public(graph):
    (block,) = graph.of_type("aws_s3_account_public_access_block")
    assert {
        name: block.get(name)
        for name in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    } == {
        "block_public_acls": True,
        "block_public_policy": True,
        "ignore_public_acls": True,
        "restrict_public_buckets": True,
    }
    assert (block.text("account_id"), block.protect) == ("444444444444", True)


def test_passwords_are_long_mixed_new_and_not_older_than_90_days(graph):
    (policy,) = graph.of_type("aws_iam_account_password_policy")
    assert dict(policy.attributes) == {
        "allow_users_to_change_password": True,
        "max_password_age": 90,
        "minimum_password_length": 14,
        "password_reuse_prevention": 24,
        "require_lowercase_characters": True,
        "require_numbers": True,
        "require_symbols": True,
        "require_uppercase_characters": True,
    }


def test_volumes_are_encrypted_by_default_under_a_key_of_each_region(graph):
    assert {(node.region, node.get("enabled")) for node in graph.of_type("aws_ebs_encryption_by_default")} == {
        ("us-east-1", True),
        ("us-west-2", True),
    }
    defaults = graph.of_type("aws_ebs_default_kms_key")
    assert {(node.region, graph.target(node.get("key_arn")).region) for node in defaults} == {
        ("us-east-1", "us-east-1"),
        ("us-west-2", "us-west-2"),
    }
    assert {node.text("name") for node in graph.of_type("aws_kms_alias")} == {"alias/meridian-prod-volumes"}


def test_nobody_makes_volumes_until_a_role_is_named(graph, platform, build):
    statements = json.loads(graph["workspace.prod/aws_kms_key.account-volumes-us-west-2"].text("policy"))["Statement"]
    assert {each["Sid"] for each in statements} == {
        "AccountAdministers",
        "AuditorReadsSettings",
        "NobodyOutsideTheOrganization",
    }
    role = platform.role_arn("bastion")
    args = AccountSettingsArgs(
        scope=platform, classification=Classification.PHI, allowed_regions=REGIONS, volume_users=[role]
    )
    named = build(lambda opts: AccountSettings("account", args, opts))
    policy = json.loads(named["workspace.prod/aws_kms_key.account-volumes-us-west-2"].text("policy"))["Statement"]
    (use,) = (each for each in policy if each["Sid"] == "RolesUseThroughServices")
    assert use["Condition"] == {
        "ArnLike": {"aws:PrincipalArn": [role]},
        "StringEquals": {"kms:ViaService": ["ec2.us-west-2.amazonaws.com"]},
    }


def test_snapshots_are_never_public_and_instances_ask_for_a_session(graph):
    assert {(node.region, node.text("state")) for node in graph.of_type("aws_ebs_snapshot_block_public_access")} == {
        ("us-east-1", "block-all-sharing"),
        ("us-west-2", "block-all-sharing"),
    }
    assert {
        (node.region, node.text("http_tokens"), node.get("http_put_response_hop_limit"))
        for node in graph.of_type("aws_ec2_instance_metadata_defaults")
    } == {("us-east-1", "required", 1), ("us-west-2", "required", 1)}


def test_deploy_switches_the_settings_on_and_none_off(platform, actions_of):
    actions = set(actions_of(account(platform)))
    assert {"ec2:EnableEbsEncryptionByDefault", "iam:UpdateAccountPasswordPolicy"} <= actions
    assert {action for action in actions if ":Delete" in action or ":Disable" in action or ":Stop" in action} == set()


def test_the_organization_keeps_everybody_else_from_these_settings():
    statements = guardrail_policies.protected_foundations("meridian", "arn:aws:iam::*:role/meridian-*-deploy")
    (stay,) = (each for each in statements if each["Sid"] == "FoundationsStay")
    assert {
        "ec2:DisableEbsEncryptionByDefault",
        "ec2:DisableSnapshotBlockPublicAccess",
        "ec2:ModifyEbsDefaultKmsKeyId",
        "ec2:ModifyInstanceMetadataDefaults",
        "ec2:ResetEbsDefaultKmsKeyId",
        "iam:DeleteAccountPasswordPolicy",
        "iam:UpdateAccountPasswordPolicy",
        "s3:PutAccountPublicAccessBlock",
    } <= set(stay["Action"])
