"""Every environment's unit has every policy, no policy is too long, and none refuses what the zone itself does."""

from __future__ import annotations

import dataclasses
import json

import pytest

from phizone_modules.guardrail_policies import (
    SIZE_LIMIT,
    allowed_regions,
    baseline,
    no_internet,
    perimeter,
    protected_foundations,
    quarantine,
)
from phizone_modules.guardrails import Guardrails, GuardrailsArgs, MemberAccount
from phizone_modules.sagemaker_guardrails import (
    INSTANCE_VOLUMES,
    JOBS_WITH_SUBNETS,
    JOBS_WITH_TRAFFIC,
    LOCAL_STORAGE,
    SCHEDULES,
    VOLUMES,
    closed_sagemaker,
)

DEPLOY = "arn:aws:iam::*:role/meridian-*-deploy"
MEMBERS = [
    MemberAccount(name="management", id="111111111111", email="m@example.org", ou="root"),
    MemberAccount(name="log-archive", id="222222222222", email="l@example.org", ou="security"),
    MemberAccount(name="prod", id="777777777777", email="p@example.org", ou="workloads/prod"),
]


@pytest.fixture
def args(scope):
    return GuardrailsArgs(
        scope=dataclasses.replace(scope, environment="shared", team="platform", account="111111111111"),
        root_id="r-demo",
        environments=["dev", "prod"],
        members=[],
        allowed_regions=["us-east-1"],
        deploy_role_pattern=DEPLOY,
    )


@pytest.fixture
def graph(args, build):
    adopted = dataclasses.replace(args, members=MEMBERS, allowed_regions=["us-east-1", "us-west-2"])
    return build(lambda opts: Guardrails("org", adopted, opts))


def test_each_environment_has_a_unit_among_the_workloads(graph):
    units = graph.of_type("aws_organizations_organizational_unit")
    assert {(unit.name, unit.get("name"), unit.text("parent_id")) for unit in units} == {
        ("org-security", "security", "r-demo"),
        ("org-infrastructure", "infrastructure", "r-demo"),
        ("org-quarantine", "quarantine", "r-demo"),
        ("org-workloads", "workloads", "r-demo"),
        ("org-workloads-dev", "dev", ""),
        ("org-workloads-prod", "prod", ""),
    }
    workloads = graph["workspace.prod/aws_organizations_organizational_unit.org-workloads"]
    assert {unit.name for unit in graph.referrers(workloads, "aws_organizations_organizational_unit")} == {
        "org-workloads-dev",
        "org-workloads-prod",
    }


def test_units_hold_the_adopted_accounts(graph):
    accounts = graph.of_type("aws_organizations_account")
    assert {(a.name, a.import_id, a.get("email"), a.get("close_on_deletion"), a.protect) for a in accounts} == {
        ("org-management", "111111111111", "m@example.org", False, True),
        ("org-log-archive", "222222222222", "l@example.org", False, True),
        ("org-prod", "777777777777", "p@example.org", False, True),
    }
    assert graph["workspace.prod/aws_organizations_account.org-management"].get("parent_id") == "r-demo"
    prod = graph["workspace.prod/aws_organizations_account.org-prod"]
    assert (
        graph.target(prod.get("parent_id"))
        is graph["workspace.prod/aws_organizations_organizational_unit.org-workloads-prod"]
    )


def test_the_organization_is_adopted_with_its_policy_types_and_services(graph):
    organization = graph["workspace.prod/aws_organizations_organization.org"]
    assert (organization.import_id, organization.get("feature_set"), organization.protect) == (
        "o-exampleorg0",
        "ALL",
        True,
    )
    (sharing,) = graph.of_type("aws_ram_sharing_with_organization")
    assert sharing.depends_on == (organization.address,)
    assert organization.get("enabled_policy_types") == [
        "RESOURCE_CONTROL_POLICY",
        "SERVICE_CONTROL_POLICY",
        "TAG_POLICY",
    ]
    assert {
        "access-analyzer.amazonaws.com",
        "backup.amazonaws.com",
        "cloudtrail.amazonaws.com",
        "config.amazonaws.com",
        "guardduty.amazonaws.com",
        "macie.amazonaws.com",
        "ram.amazonaws.com",
        "securityhub.amazonaws.com",
        "sso.amazonaws.com",
    } <= set(organization.get("aws_service_access_principals"))


def test_each_unit_has_its_policies_and_no_more_than_four_beside_full_access(args, build):
    graph = build(lambda opts: Guardrails("org", args, opts))
    policies = graph.of_type("aws_organizations_policy")
    assert {(policy.get("name"), policy.get("type")) for policy in policies} == {
        ("meridian-shared-baseline", "SERVICE_CONTROL_POLICY"),
        ("meridian-shared-classification", "TAG_POLICY"),
        ("meridian-shared-foundations", "SERVICE_CONTROL_POLICY"),
        ("meridian-shared-perimeter", "RESOURCE_CONTROL_POLICY"),
        ("meridian-shared-quarantine", "SERVICE_CONTROL_POLICY"),
        ("meridian-shared-regions", "SERVICE_CONTROL_POLICY"),
        ("meridian-shared-sagemaker", "SERVICE_CONTROL_POLICY"),
        ("meridian-shared-workload-baseline", "SERVICE_CONTROL_POLICY"),
    }
    attachments = graph.of_type("aws_organizations_policy_attachment")
    assert {
        (getattr(graph.target(a.get("target_id")), "name", a.get("target_id")), graph.target(a.get("policy_id")).name)
        for a in attachments
    } == {
        ("org-infrastructure", "org-baseline"),
        ("org-infrastructure", "org-foundations"),
        ("org-infrastructure", "org-perimeter"),
        ("org-infrastructure", "org-regions"),
        ("org-quarantine", "org-quarantine"),
        ("org-security", "org-baseline"),
        ("org-security", "org-foundations"),
        ("org-security", "org-perimeter"),
        ("org-security", "org-regions"),
        ("org-workloads-dev", "org-foundations"),
        ("org-workloads-dev", "org-perimeter"),
        ("org-workloads-dev", "org-regions"),
        ("org-workloads-dev", "org-sagemaker"),
        ("org-workloads-dev", "org-workload-baseline"),
        ("org-workloads-prod", "org-foundations"),
        ("org-workloads-prod", "org-perimeter"),
        ("org-workloads-prod", "org-regions"),
        ("org-workloads-prod", "org-sagemaker"),
        ("org-workloads-prod", "org-workload-baseline"),
        ("r-demo", "org-classification"),
    }
    assert {policy.name for policy in policies if len(policy.text("content")) > SIZE_LIMIT} == set()
    assert {policy.name for policy in policies if policy.text("content") == ""} == set()


def test_the_tag_policy_takes_our_four_classifications(args, build):
    graph = build(lambda opts: Guardrails("org", dataclasses.replace(args, environments=[]), opts))
    content = json.loads(graph["workspace.prod/aws_organizations_policy.org-classification"].text("content"))
    assert content == {
        "tags": {
            "DataClassification": {
                "tag_key": {"@@assign": "DataClassification"},
                "tag_value": {"@@assign": ["NonConfidential", "CompanyConfidential", "PII", "PHI"]},
                "enforced_for": {"@@assign": ["s3:bucket"]},
            }
        }
    }


def test_an_account_in_a_unit_that_does_not_exist_is_refused(scope, build):
    args = GuardrailsArgs(
        scope=scope,
        root_id="r-demo",
        environments=["dev"],
        members=[MemberAccount(name="prod", id="777777777777", email="p@example.org", ou="workloads/prod")],
        allowed_regions=["us-east-1"],
        deploy_role_pattern=DEPLOY,
    )
    with pytest.raises(ValueError, match="account prod: ou 'workloads/prod' is none of"):
        build(lambda opts: Guardrails("org", args, opts))


def test_other_regions_are_refused_to_all_but_services_without_regions():
    (statement,) = allowed_regions(["us-east-1", "us-west-2"])
    assert statement["Condition"] == {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "us-west-2"]}}
    assert "Action" not in statement
    assert {"iam:*", "organizations:*", "sts:*", "route53:*", "support:*"} <= set(statement["NotAction"])
    assert {"s3:*", "kms:*", "sagemaker:*", "ec2:*", "logs:*"}.isdisjoint(statement["NotAction"])


def test_foundations_are_changed_by_deploy_roles_only():
    statements = {s["Sid"]: s for s in protected_foundations("meridian", DEPLOY)}
    assert {sid: (s["Resource"], s["Condition"]) for sid, s in statements.items()} == {
        "FoundationsStay": ("*", {"ArnNotLike": {"aws:PrincipalArn": DEPLOY}}),
        "BucketsStay": ("arn:aws:s3:::meridian-*", {"ArnNotLike": {"aws:PrincipalArn": DEPLOY}}),
        "BoundariesStay": ("arn:aws:iam::*:policy/*-boundary", {"ArnNotLike": {"aws:PrincipalArn": DEPLOY}}),
        "BoundariesStayOn": ("*", {"ArnNotLike": {"aws:PrincipalArn": DEPLOY}}),
        "RolesAndUsersAreBounded": (
            "*",
            {
                "ArnNotLike": {
                    "aws:PrincipalArn": DEPLOY,
                    "iam:PermissionsBoundary": "arn:aws:iam::*:policy/*-boundary",
                }
            },
        ),
        "DeployRolesStay": (DEPLOY, {"ArnNotLike": {"aws:PrincipalArn": DEPLOY}}),
    }
    assert {
        "cloudtrail:DeleteTrail",
        "cloudtrail:StopLogging",
        "cloudtrail:UpdateTrail",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
        "kms:DisableKey",
        "kms:ScheduleKeyDeletion",
        "logs:DeleteLogGroup",
        "route53resolver:DisassociateFirewallRuleGroup",
        "route53resolver:UpdateFirewall*",
        "config:StopConfigurationRecorder",
        "guardduty:UpdateDetector",
        "securityhub:Disable*",
        "macie2:Disable*",
        "access-analyzer:DeleteAnalyzer",
    } <= set(statements["FoundationsStay"]["Action"])
    assert set(statements["RolesAndUsersAreBounded"]["Action"]) == {
        "iam:CreateRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
    }


def test_the_baseline_refuses_root_leaving_and_long_lived_credentials():
    assert {s["Sid"]: (s["Action"], s.get("Condition")) for s in baseline()} == {
        "NoRootUser": ("*", {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}),
        "AccountStays": (
            [
                "account:CloseAccount",
                "account:DisableRegion",
                "account:EnableRegion",
                "account:StartPrimaryEmailUpdate",
                "organizations:LeaveOrganization",
            ],
            None,
        ),
        "NoLongLivedCredentials": (
            [
                "iam:CreateAccessKey",
                "iam:CreateLoginProfile",
                "iam:CreateServiceSpecificCredential",
                "iam:CreateUser",
            ],
            None,
        ),
    }


def test_workloads_make_no_way_to_the_internet_and_quarantine_does_nothing():
    (statement,) = no_internet()
    assert {
        "ec2:CreateInternetGateway",
        "ec2:AttachInternetGateway",
        "ec2:CreateEgressOnlyInternetGateway",
        "ec2:CreateNatGateway",
        "ec2:CreateVpcPeeringConnection",
        "ec2:AcceptVpcPeeringConnection",
    } <= set(statement["Action"])
    assert "Condition" not in statement
    assert quarantine() == [{"Sid": "Nothing", "Effect": "Deny", "Action": "*", "Resource": "*"}]


def test_the_perimeter_lets_people_and_ci_sign_in():
    ours, services = perimeter("o-exampleorg0")
    assert ours["Condition"] == {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg0"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    assert services["Condition"] == {
        "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-exampleorg0"},
        "Null": {"aws:SourceAccount": "false"},
        "Bool": {"aws:PrincipalIsAWSService": "true"},
    }
    assert (ours["Principal"], services["Principal"]) == ("*", "*")
    assert {"s3:*", "kms:*", "secretsmanager:*", "sqs:*", "sts:AssumeRole"} <= set(ours["Action"])
    assert {"sts:*", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"}.isdisjoint(ours["Action"])


def test_sagemaker_is_refused_the_internet_open_volumes_and_plain_traffic():
    kind, root = "sagemaker:AppNetworkAccessType", "sagemaker:RootAccess"
    assert {s["Sid"]: (s["Action"], s["Condition"]) for s in closed_sagemaker()} == {
        "DomainsAreVpcOnly": ("sagemaker:CreateDomain", {"StringNotEquals": {kind: "VpcOnly"}}),
        "DomainsStayVpcOnly": (
            "sagemaker:UpdateDomain",
            {"StringNotEquals": {kind: "VpcOnly"}, "Null": {kind: "false"}},
        ),
        "NotebooksWithoutInternet": (
            "sagemaker:CreateNotebookInstance",
            {"StringNotEquals": {"sagemaker:DirectInternetAccess": "Disabled"}},
        ),
        "NotebooksWithoutRoot": ("sagemaker:CreateNotebookInstance", {"StringNotEquals": {root: "Disabled"}}),
        "NotebooksStayWithoutRoot": (
            "sagemaker:UpdateNotebookInstance",
            {"StringNotEquals": {root: "Disabled"}, "Null": {root: "false"}},
        ),
        "JobsInOurSubnets": (JOBS_WITH_SUBNETS, {"Null": {"sagemaker:VpcSubnets": "true"}}),
        "JobsInOurSecurityGroups": (JOBS_WITH_SUBNETS, {"Null": {"sagemaker:VpcSecurityGroupIds": "true"}}),
        "SchedulesInOurSubnets": (
            SCHEDULES,
            {"Null": {"sagemaker:VpcSubnets": "true", "sagemaker:InstanceTypes": "false"}},
        ),
        "JobsEncryptTraffic": (
            JOBS_WITH_TRAFFIC,
            {"BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"}},
        ),
        "SchedulesEncryptTraffic": (
            SCHEDULES,
            {
                "BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"},
                "Null": {"sagemaker:InstanceTypes": "false"},
            },
        ),
        "VolumesUnderAKey": (VOLUMES, {"Null": {"sagemaker:VolumeKmsKey": "true"}}),
        "InstanceVolumesUnderAKey": (
            INSTANCE_VOLUMES,
            {
                "Null": {"sagemaker:VolumeKmsKey": "true"},
                "ForAnyValue:StringNotLike": {"sagemaker:InstanceTypes": LOCAL_STORAGE},
            },
        ),
    }


def test_no_null_test_stands_on_an_action_that_lacks_the_key():
    without_subnets = {"sagemaker:CreateTransformJob", "sagemaker:CreateLabelingJob", "sagemaker:CreateFlowDefinition"}
    without_volume_key = {"sagemaker:CreateModel", "sagemaker:UpdateDomain", "sagemaker:CreateCluster"}
    without_traffic = {"sagemaker:CreateTransformJob", "sagemaker:CreateModel", "sagemaker:CreateEndpointConfig"}
    assert without_subnets.isdisjoint(JOBS_WITH_SUBNETS)
    assert without_volume_key.isdisjoint([*VOLUMES, *INSTANCE_VOLUMES])
    assert without_traffic.isdisjoint(JOBS_WITH_TRAFFIC)
