"""No role of an account exceeds its boundary: SageMaker stays in our subnets, under our keys, and audit goes on."""

from __future__ import annotations

import json

import pytest

from phizone_modules.boundary import (
    SIZE_LIMIT,
    Boundary,
    BoundaryArgs,
    PolicyTooLong,
    TeamBoundary,
    platform_boundary,
    workload_boundary,
)
from phizone_modules.boundary_ceilings import WORKLOADS, Ceiling, Duty, allowed, platform
from phizone_modules.keys import Key, KeyArgs
from phizone_modules.tags import Classification

SUBNETS = ["subnet-00000000000000001", "subnet-00000000000000002", "subnet-00000000000000003"]
KEY = "arn:aws:kms:us-east-1:444444444444:key/00000000-0000-0000-0000-000000000000"
REGIONS = ["us-east-1", "us-west-2"]


def args(scope, **changes):
    given = {"duties": [Duty.WORKSPACE], "allowed_regions": REGIONS, "subnet_ids": SUBNETS, "key_arns": [KEY]}
    return BoundaryArgs(scope=scope, **(given | changes))


def by_sid(statements):
    return {statement["Sid"]: statement for statement in statements}


def test_an_account_has_two_protected_boundaries_of_the_names_that_others_tell(scope, build):
    graph = build(lambda opts: Boundary("boundary", args(scope), opts))
    assert {(node.address, node.text("name"), node.protect) for node in graph.of_type("aws_iam_policy")} == {
        ("workspace.prod/aws_iam_policy.boundary", "meridian-prod-boundary", True),
        ("workspace.prod/aws_iam_policy.boundary-platform", "meridian-prod-platform-boundary", True),
    }


def test_a_team_has_one_protected_boundary_with_its_own_keys_and_tags(scope, build):
    graph = build(lambda opts: TeamBoundary("team", args(scope), opts))
    (policy,) = graph.of_type("aws_iam_policy")
    statements = by_sid(json.loads(policy.text("policy"))["Statement"])
    assert (policy.text("name"), policy.protect) == ("meridian-prod-cardiology-team-boundary", True)
    assert policy.text("tags.Team") == "cardiology"
    assert statements["OtherVolumeKeys"]["Condition"]["ArnNotEquals"] == {"sagemaker:VolumeKmsKey": [KEY]}
    assert statements["OtherSubnets"]["Condition"] == {"ForAnyValue:StringNotEquals": {"sagemaker:VpcSubnets": SUBNETS}}


def test_seven_keys_and_three_subnets_fit_into_what_iam_takes(scope, build):
    graph = build(lambda opts: Boundary("boundary", args(scope, key_arns=[KEY] * 7), opts))
    assert len(graph["workspace.prod/aws_iam_policy.boundary"].text("policy").replace(" ", "")) <= SIZE_LIMIT
    assert len(graph["workspace.prod/aws_iam_policy.boundary-platform"].text("policy").replace(" ", "")) <= SIZE_LIMIT


@pytest.mark.parametrize("duties", [[Duty.NETWORK], [Duty.SECURITY, Duty.NETWORK], [Duty.SECURITY, Duty.ORGANIZATION]])
def test_the_boundary_of_every_kind_of_account_fits(scope, build, duties):
    graph = build(lambda opts: Boundary("boundary", args(scope, duties=duties), opts))
    assert len(graph["workspace.prod/aws_iam_policy.boundary-platform"].text("policy").replace(" ", "")) <= SIZE_LIMIT
    assert len(graph["workspace.prod/aws_iam_policy.boundary"].text("policy").replace(" ", "")) <= SIZE_LIMIT


def test_more_keys_than_fit_are_refused_before_anything_is_made(scope, build):
    with pytest.raises(PolicyTooLong, match="give fewer than its 20 keys and 3 subnets"):
        build(lambda opts: Boundary("boundary", args(scope, key_arns=[KEY] * 20), opts))


def test_the_policy_refers_to_keys_whose_ids_aws_assigns(scope, build):
    def program(opts):
        key = Key(
            "data", KeyArgs(scope=scope, purpose="data", classification=Classification.PHI, administrators=["x"]), opts
        )
        Boundary("boundary", args(scope, key_arns=[key.arn]), opts)

    graph = build(program)
    key = graph["workspace.prod/aws_kms_key.data"]
    assert graph.referrers(key, "aws_iam_policy") == (graph["workspace.prod/aws_iam_policy.boundary"],)


def test_workloads_have_these_denials(scope):
    assert set(by_sid(workload_boundary(args(scope)))) == {
        "GrantsToOthers",
        "InlineJobsWithoutSubnets",
        "Keys",
        "ModelsWithNetwork",
        "NoSubnets",
        "OtherOutputKeys",
        "OtherRegions",
        "OtherSubnets",
        "OtherVolumeKeys",
        "OutputWithoutKey",
        "PassOtherRoles",
        "PlainTraffic",
        "Safeguards",
        "VolumesWithoutKey",
        "Workloads",
    }


def test_the_platforms_roles_have_these_denials(scope):
    assert set(by_sid(platform_boundary(args(scope)))) == {
        "AuditOff",
        "BoundariesChange",
        "BoundariesOff",
        "EnterOtherRoles",
        "GuardedRolesChange",
        "KeyDestruction",
        "Leaving",
        "OtherRegions",
        "PassOtherRoles",
        "Platform",
        "UnboundedRoles",
        "Users",
    }


def test_jobs_without_subnets_and_jobs_in_any_other_subnet_are_denied(scope):
    statements = by_sid(workload_boundary(args(scope)))
    assert statements["NoSubnets"]["Condition"] == {"Null": {"sagemaker:VpcSubnets": "true"}}
    assert statements["NoSubnets"]["Action"] == [
        "sagemaker:Create*JobDefinition",
        "sagemaker:CreateHyper*",
        "sagemaker:CreateProcessing*",
        "sagemaker:CreateTraining*",
        "sagemaker:CreateModel",
    ]
    assert statements["OtherSubnets"]["Condition"] == {"ForAnyValue:StringNotEquals": {"sagemaker:VpcSubnets": SUBNETS}}
    assert statements["InlineJobsWithoutSubnets"]["Condition"] == {
        "Null": {"sagemaker:VpcSubnets": "true", "sagemaker:InstanceTypes": "false"}
    }


def test_volumes_and_output_without_a_key_or_under_another_are_denied(scope):
    statements = by_sid(workload_boundary(args(scope)))
    assert statements["VolumesWithoutKey"]["Condition"]["Null"] == {"sagemaker:VolumeKmsKey": "true"}
    assert (
        "ml.g5.*"
        in statements["VolumesWithoutKey"]["Condition"]["ForAnyValue:StringNotLike"]["sagemaker:InstanceTypes"]
    )
    assert statements["OutputWithoutKey"]["Condition"] == {"Null": {"sagemaker:OutputKmsKey": "true"}}
    assert statements["OtherVolumeKeys"]["Condition"] == {
        "Null": {"sagemaker:VolumeKmsKey": "false"},
        "ArnNotEquals": {"sagemaker:VolumeKmsKey": [KEY]},
    }
    assert statements["OtherOutputKeys"]["Condition"] == {
        "Null": {"sagemaker:OutputKmsKey": "false"},
        "ArnNotEquals": {"sagemaker:OutputKmsKey": [KEY]},
    }


def test_plain_traffic_between_containers_and_models_with_network_are_denied_even_where_nothing_is_said(scope):
    statements = by_sid(workload_boundary(args(scope)))
    assert statements["PlainTraffic"]["Condition"] == {
        "BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"}
    }
    assert statements["ModelsWithNetwork"]["Condition"] == {"BoolIfExists": {"sagemaker:NetworkIsolation": "false"}}


def test_an_account_without_subnets_or_keys_creates_nothing_in_sagemaker(scope):
    without_subnets = by_sid(workload_boundary(args(scope, subnet_ids=[])))
    without_keys = by_sid(workload_boundary(args(scope, key_arns=[])))
    assert without_subnets["SageMakerHasNoPlace"]["Action"] == "sagemaker:Create*"
    assert "Condition" not in without_subnets["SageMakerHasNoPlace"]
    assert set(without_keys) == set(without_subnets)


def test_other_regions_are_denied_but_for_services_that_have_none(scope):
    assert by_sid(workload_boundary(args(scope)))["OtherRegions"] == {
        "Sid": "OtherRegions",
        "Effect": "Deny",
        "NotAction": ["iam:*", "sts:*"],
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": REGIONS}},
    }


def test_only_the_zones_own_roles_are_passed(scope):
    statement = by_sid(workload_boundary(args(scope)))["PassOtherRoles"]
    assert (statement["Action"], statement["NotResource"]) == (
        "iam:PassRole",
        "arn:aws:iam::444444444444:role/meridian-prod-*",
    )


def test_workloads_change_no_identity_no_key_and_no_safeguard(scope):
    denied = by_sid(workload_boundary(args(scope)))["Safeguards"]
    assert (denied["Effect"], denied["Resource"]) == ("Deny", "*")
    assert {"iam:C*", "iam:Pu*", "kms:P*", "kms:Sc*", "cloudtrail:*", "ec2:*FlowLogs", "organizations:*"} <= set(
        denied["Action"]
    )


def test_keys_are_used_through_services_only(scope):
    statements = by_sid(workload_boundary(args(scope)))
    assert [action for action in statements["Workloads"]["Action"] if action.startswith("kms:")] == []
    assert statements["Keys"] == {
        "Sid": "Keys",
        "Effect": "Allow",
        "Action": [
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ],
        "Resource": "*",
        "Condition": {
            "StringEqualsIfExists": {"aws:ResourceOrgID": "o-exampleorg0"},
            "StringLike": {"kms:ViaService": "*.amazonaws.com"},
        },
    }


def test_grants_are_for_aws_services_only(scope):
    assert by_sid(workload_boundary(args(scope)))["GrantsToOthers"]["Condition"] == {
        "BoolIfExists": {"kms:GrantIsForAWSResource": "false"}
    }


def test_deploy_makes_no_role_without_the_workloads_boundary_and_changes_neither_boundary(scope):
    statements = by_sid(platform_boundary(args(scope)))
    assert statements["UnboundedRoles"]["Action"] == ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
    assert statements["UnboundedRoles"]["Condition"] == {
        "StringNotLike": {
            "iam:PermissionsBoundary": [
                "arn:aws:iam::444444444444:policy/meridian-prod-boundary",
                "arn:aws:iam::444444444444:policy/meridian-prod-*-team-boundary",
            ]
        }
    }
    assert statements["BoundariesChange"]["Resource"] == [
        "arn:aws:iam::444444444444:policy/meridian-prod-boundary",
        "arn:aws:iam::444444444444:policy/meridian-prod-*-team-boundary",
        "arn:aws:iam::444444444444:policy/meridian-prod-platform-boundary",
    ]
    assert statements["GuardedRolesChange"]["Resource"] == [
        "arn:aws:iam::444444444444:role/meridian-prod-deploy",
        "arn:aws:iam::444444444444:role/meridian-prod-auditor",
        "arn:aws:iam::444444444444:role/meridian-prod-break-glass",
    ]


def test_the_platforms_roles_enter_auditor_deploy_and_attach_roles_of_the_organization_only(scope):
    assert by_sid(platform_boundary(args(scope)))["EnterOtherRoles"] == {
        "Sid": "EnterOtherRoles",
        "Effect": "Deny",
        "Action": "sts:AssumeRole",
        "NotResource": [
            "arn:aws:iam::*:role/meridian-*-attach",
            "arn:aws:iam::*:role/meridian-*-auditor",
            "arn:aws:iam::*:role/meridian-*-deploy",
        ],
    }


def test_no_ceiling_is_all_of_a_service_nor_reaches_beyond_the_organization(scope):
    assert "*" not in {action.split(":")[1] for action in allowed((*WORKLOADS, *platform(list(Duty))))}
    assert by_sid(workload_boundary(args(scope)))["Workloads"]["Condition"] == {
        "StringEqualsIfExists": {"aws:ResourceOrgID": "o-exampleorg0"}
    }


def test_a_boundary_names_no_action_that_another_of_its_actions_covers():
    ceilings = (
        Ceiling(service="ec2", reason="one", actions=("Describe*", "GetE*", "Search*")),
        Ceiling(service="ec2", reason="another", actions=("Get*", "DescribeVpcs")),
    )
    assert allowed(ceilings) == ["ec2:Describe*", "ec2:Get*", "ec2:Search*"]


def test_the_auditor_reads_every_kind_of_account_whatever_it_is_for():
    ceilings = [set(allowed(platform([duty]))) for duty in Duty]
    read = {"application-autoscaling:Describe*", "dynamodb:List*", "ec2:Search*", "sagemaker:List*", "sso:List*"}
    assert [read - each for each in ceilings] == [set(), set(), set(), set()]


def test_workloads_make_nothing_in_sagemaker_that_no_condition_binds_to_our_network_and_person(outside):
    never = [
        "sagemaker:CreateAutoMLJobV2",
        "sagemaker:CreateCluster",
        "sagemaker:CreateCompilationJob",
        "sagemaker:CreateDomain",
        "sagemaker:CreateLabelingJob",
        "sagemaker:CreateNotebookInstance",
        "sagemaker:CreatePresignedDomainUrl",
        "sagemaker:CreateUserProfile",
        "sagemaker:PutModelPackageGroupPolicy",
        "sagemaker:UpdateDomain",
        "sagemaker:UpdateUserProfile",
    ]
    assert outside(never, WORKLOADS) == never


def test_the_policy_text_is_the_statements(scope, build):
    graph = build(lambda opts: Boundary("boundary", args(scope), opts))
    text = graph["workspace.prod/aws_iam_policy.boundary"].text("policy")
    assert json.loads(text)["Statement"] == workload_boundary(args(scope))
