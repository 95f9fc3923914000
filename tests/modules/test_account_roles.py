"""CI builds the account, the audit account looks at it, one user rescues it: all under the platform's boundary."""

from __future__ import annotations

import dataclasses
import json

import pytest

from phizone_modules import account_policies
from phizone_modules.account_policies import GitHubSubject
from phizone_modules.account_roles import AccountRoles, AccountRolesArgs
from phizone_modules.boundary_ceilings import Duty, platform
from phizone_modules.deploy_policy import deploy_policies
from phizone_modules.role_names import platform_boundary_arn

GITHUB = GitHubSubject(
    owner="meridian-example", repository="landing-zone", owner_id=1000001, repository_id=2000002, environment="prod"
)
DEPLOY = "arn:aws:iam::444444444444:role/meridian-prod-deploy"
MANAGEMENT_DEPLOY = "arn:aws:iam::111111111111:role/meridian-shared-deploy"
ATTACH = "arn:aws:iam::999999999999:role/meridian-prod-attach"


def args(scope, duties=(Duty.WORKSPACE,)):
    return AccountRolesArgs(
        scope=scope,
        duties=duties,
        github=GITHUB,
        boundary_arn=platform_boundary_arn(scope),
        audit_account="333333333333",
        management_account="111111111111",
        entered_by=[DEPLOY, MANAGEMENT_DEPLOY],
        enters=[DEPLOY, ATTACH],
    )


def made(scope, build):
    return build(lambda opts: AccountRoles("account", args(scope), opts))


def trusted(graph, role):
    return json.loads(graph[f"workspace.prod/aws_iam_role.account-{role}"].text("assume_role_policy"))["Statement"]


def by_sid(statements):
    return {statement["Sid"]: statement for statement in statements}


def test_an_account_has_three_protected_roles_under_the_platforms_boundary_with_sessions_of_an_hour(scope, build):
    boundary = "arn:aws:iam::444444444444:policy/meridian-prod-platform-boundary"
    assert {
        (node.text("name"), node.text("permissions_boundary"), node.get("max_session_duration"), node.protect)
        for node in made(scope, build).of_type("aws_iam_role")
    } == {
        ("meridian-prod-deploy", boundary, 3600, True),
        ("meridian-prod-auditor", boundary, 3600, True),
        ("meridian-prod-break-glass", boundary, 3600, True),
    }


def test_one_environment_of_one_repository_deploys_under_both_forms_of_its_subject(scope, build):
    graph = made(scope, build)
    provider = graph["workspace.prod/aws_iam_openid_connect_provider.account-github"]
    assert (provider.text("url"), provider.items("client_id_list")) == (
        "https://token.actions.githubusercontent.com",
        ["sts.amazonaws.com"],
    )
    deploy = graph["workspace.prod/aws_iam_role.account-deploy"]
    assert graph.referrers(provider, "aws_iam_role") == (deploy,)


def test_the_deploy_roles_trust_has_no_wildcard():
    assert account_policies.github_trust("the-provider", GITHUB, "token.actions.githubusercontent.com") == {
        "Sid": "GitHubEnvironment",
        "Effect": "Allow",
        "Principal": {"Federated": "the-provider"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": [
                    "repo:meridian-example/landing-zone:environment:prod",
                    "repo:meridian-example@1000001/landing-zone@2000002:environment:prod",
                ],
            }
        },
    }


def test_exactly_the_named_deploy_roles_enter_deploy_too_as_long_as_they_are_of_the_organization(scope):
    assert account_policies.deploy_trust(scope, [DEPLOY, MANAGEMENT_DEPLOY]) == {
        "Sid": "DeployRoles",
        "Effect": "Allow",
        "Principal": {"AWS": ["arn:aws:iam::111111111111:root", "arn:aws:iam::444444444444:root"]},
        "Action": "sts:AssumeRole",
        "Condition": {
            "ArnEquals": {"aws:PrincipalArn": [MANAGEMENT_DEPLOY, DEPLOY]},
            "StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"},
        },
    }


def test_only_workflows_and_the_named_deploy_roles_are_trusted(scope, build):
    trust = made(scope, build)["workspace.prod/aws_iam_role.account-deploy"].get("assume_role_policy")
    policy = "".join(map(str, trust.parts))
    assert (policy.count('"Sid"'), policy.count('"DeployRoles"'), policy.count('"GitHubEnvironment"')) == (2, 1, 1)


def test_deploy_enters_exactly_the_named_roles(scope):
    assert by_sid(deploy_policies(scope, [Duty.WORKSPACE], [DEPLOY, ATTACH])["identity"])["EnterRoles"] == {
        "Sid": "EnterRoles",
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": [DEPLOY, ATTACH],
    }


def test_the_audit_accounts_auditor_enters_as_long_as_it_is_of_the_organization(scope, build):
    assert trusted(made(scope, build), "auditor") == [
        {
            "Sid": "AuditAccount",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::333333333333:role/meridian-shared-auditor"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"}},
        }
    ]


def test_in_the_audit_account_workflows_enter_the_auditor_role_and_it_enters_the_others(scope, build):
    home = dataclasses.replace(scope, account="333333333333", environment="shared")
    graph = build(lambda opts: AccountRoles("account", args(home, (Duty.SECURITY,)), opts))
    provider = graph["workspace.prod/aws_iam_openid_connect_provider.account-github"]
    assert {node.name for node in graph.referrers(provider, "aws_iam_role")} == {"account-auditor", "account-deploy"}
    assert by_sid(account_policies.auditor(home, True))["EnterAuditorRoles"]["Resource"] == (
        "arn:aws:iam::*:role/meridian-*-auditor"
    )
    assert set(by_sid(account_policies.auditor(scope, False))) == {"ListSettings", "ReadData", "ReadSettings"}


def test_the_workflow_that_audits_needs_no_reviewer_of_deployments(scope, build):
    home = dataclasses.replace(scope, account="333333333333", environment="shared")
    graph = build(lambda opts: AccountRoles("account", args(home, (Duty.SECURITY,)), opts))
    trusted = str(graph["workspace.prod/aws_iam_role.account-auditor"].attributes["assume_role_policy"])
    assert "repo:meridian-example/landing-zone:environment:audit" in trusted
    assert "environment:prod" not in trusted


def test_the_auditor_reads_settings_by_awss_policy_and_no_data(scope, build):
    graph = made(scope, build)
    attachment = graph["workspace.prod/aws_iam_role_policy_attachment.account-auditor-reads"]
    assert attachment.get("policy_arn") == "arn:aws:iam::aws:policy/SecurityAudit"
    policy = json.loads(graph["workspace.prod/aws_iam_policy.account-auditor"].text("policy"))
    denied = by_sid(policy["Statement"])["ReadData"]
    assert (denied["Effect"], denied["Resource"]) == ("Deny", "*")
    assert {"s3:GetObject*", "kms:Decrypt", "logs:GetLogEvents", "secretsmanager:GetSecretValue"} <= set(
        denied["Action"]
    )


def test_the_auditor_reads_what_an_audit_asks_and_awss_policy_leaves_out(scope):
    statements = by_sid(account_policies.auditor(scope, False))
    assert set(statements["ListSettings"]["Action"]) == {
        "backup:ListBackupPlans",
        "cloudtrail:ListEventDataStores",
        "macie2:DescribeOrganizationConfiguration",
        "macie2:GetMacieSession",
        "macie2:ListMembers",
        "macie2:ListOrganizationAdminAccounts",
        "ram:GetResourceShareAssociations",
    }
    assert set(statements["ReadSettings"]["Action"]) == {
        "backup:GetBackupPlan",
        "backup:GetBackupSelection",
        "backup:ListBackupSelections",
        "cloudtrail:GetEventDataStore",
        "lambda:GetFunction",
        "lambda:GetFunctionUrlConfig",
        "s3:ListTagsForResource",
        "sagemaker:GetModelPackageGroupPolicy",
    }
    assert set(statements["ReadSettings"]["Resource"]) == {
        "arn:aws:backup:*:444444444444:backup-plan:*",
        "arn:aws:cloudtrail:*:444444444444:eventdatastore/*",
        "arn:aws:lambda:*:444444444444:function:*",
        "arn:aws:s3:*:444444444444:accesspoint/*",
        "arn:aws:sagemaker:*:444444444444:model-package-group/*",
    }


def test_break_glass_is_entered_by_the_emergency_user_with_a_fresh_second_factor(scope, build):
    assert trusted(made(scope, build), "break-glass") == [
        {
            "Sid": "EmergencyUser",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111111111111:user/meridian-shared-break-glass"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "Bool": {"aws:MultiFactorAuthPresent": "true"},
                "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"},
                "StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"},
            },
        }
    ]


def test_break_glass_restores_in_workspaces_only(scope):
    assert set(by_sid(account_policies.break_glass(scope, [Duty.WORKSPACE]))) == {
        "CutNetwork",
        "Look",
        "LookAtWork",
        "PassRestoreRole",
        "ReadData",
        "ReadThroughS3",
        "RescueKeys",
        "Restore",
        "StopWork",
    }
    assert set(by_sid(account_policies.break_glass(scope, [Duty.SECURITY]))) == {
        "Look",
        "ReadData",
        "ReadThroughS3",
        "RescueKeys",
    }


@pytest.mark.parametrize(
    ("duty", "parts"),
    [
        (Duty.WORKSPACE, {"account", "identity", "data", "logs", "network", "platform"}),
        (Duty.NETWORK, {"account", "identity", "data", "logs", "network", "transit"}),
        (Duty.SECURITY, {"account", "detectors", "identity", "data", "logs", "security"}),
        (Duty.ORGANIZATION, {"account", "identity", "data", "logs", "organization"}),
    ],
)
def test_deploys_policies_follow_from_the_accounts_duties(scope, duty, parts):
    assert set(deploy_policies(scope, [duty], [DEPLOY])) == parts


@pytest.mark.parametrize("duty", list(Duty))
def test_the_boundary_covers_all_that_deploy_and_break_glass_are_allowed(scope, duty, actions_of, outside):
    statements = [statement for part in deploy_policies(scope, [duty], [DEPLOY]).values() for statement in part]
    assert outside(actions_of(statements), platform([duty])) == []
    assert outside(actions_of(account_policies.break_glass(scope, [duty])), platform([duty])) == []


def test_deploy_makes_roles_of_our_names_within_the_workloads_boundary(scope):
    statement = by_sid(deploy_policies(scope, [Duty.WORKSPACE], [DEPLOY])["identity"])["BoundedRoles"]
    assert statement["Resource"] == ["arn:aws:iam::444444444444:role/meridian-prod-*"]
    assert statement["Condition"] == {
        "StringLike": {
            "iam:PermissionsBoundary": [
                "arn:aws:iam::444444444444:policy/meridian-prod-boundary",
                "arn:aws:iam::444444444444:policy/meridian-prod-*-team-boundary",
            ]
        }
    }


def test_deploy_of_a_network_account_makes_attach_roles_and_passes_them_to_no_service(scope):
    statements = by_sid(deploy_policies(scope, [Duty.NETWORK], [DEPLOY])["identity"])
    own, attach = "arn:aws:iam::444444444444:role/meridian-prod-*", "arn:aws:iam::444444444444:role/meridian-*-attach"
    assert statements["BoundedRoles"]["Resource"] == [own, attach]
    assert statements["PassRoles"]["Resource"] == own


def test_deploy_reads_no_object_uses_no_key_runs_no_job_and_approves_no_model(scope, actions_of):
    statements = [statement for part in deploy_policies(scope, list(Duty), [DEPLOY]).values() for statement in part]
    assert (
        set(actions_of(statements))
        & {
            "iam:PutRolePolicy",
            "kms:Decrypt",
            "kms:ScheduleKeyDeletion",
            "logs:GetLogEvents",
            "s3:GetObject",
            "s3:PutObject",
            "sagemaker:CreateModelPackage",
            "sagemaker:CreatePresignedDomainUrl",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateTrainingJob",
            "sagemaker:InvokeEndpoint",
            "sagemaker:UpdateModelPackage",
        }
        == set()
    )


def test_nothing_is_allowed_as_a_whole_service(scope, actions_of):
    statements = [statement for part in deploy_policies(scope, list(Duty), [DEPLOY]).values() for statement in part]
    assert "*" not in {action.split(":")[1] for action in actions_of(statements)}


def test_every_policy_fits_into_what_iam_takes(scope, build):
    texts = [node.text("policy").replace(" ", "") for node in made(scope, build).of_type("aws_iam_policy")]
    assert max(map(len, texts)) <= 6144


def test_permissions_are_managed_policies_only(scope, build):
    graph = made(scope, build)
    assert {node.text("name") for node in graph.of_type("aws_iam_policy")} == {
        "meridian-prod-auditor",
        "meridian-prod-break-glass",
        "meridian-prod-deploy-account",
        "meridian-prod-deploy-data",
        "meridian-prod-deploy-identity",
        "meridian-prod-deploy-logs",
        "meridian-prod-deploy-network",
        "meridian-prod-deploy-platform",
    }
    assert graph.of_type("aws_iam_role_policy") == ()
