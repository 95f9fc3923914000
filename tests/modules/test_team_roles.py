"""A team's roles are entered by SageMaker only and reach the team's own names, buckets and keys."""

from __future__ import annotations

import json

from phizone_modules.boundary_ceilings import WORKLOADS
from phizone_modules.team_roles import TeamRoles, TeamRolesArgs, execution_policies, pipeline_policies

KEY = "arn:aws:kms:us-east-1:444444444444:key/00000000-0000-0000-0000-000000000000"
ROLES = "arn:aws:iam::444444444444:role/meridian-prod-cardiology"
NAMED = "arn:aws:sagemaker:us-east-1:444444444444"
BOUNDARY = "arn:aws:iam::444444444444:policy/meridian-prod-cardiology-team-boundary"


def args(scope):
    return TeamRolesArgs(
        scope=scope,
        profiles=["alice", "bob"],
        security_group_ids={"alice": "sg-alice", "bob": "sg-bob"},
        pipeline_security_group_id="sg-pipeline",
        read_buckets=["meridian-prod-cardiology-raw-444444444444"],
        write_buckets=["meridian-prod-cardiology-work-444444444444"],
        key_arns=[KEY],
        boundary_arn=BOUNDARY,
    )


def roles(scope, build):
    return build(lambda opts: TeamRoles("cardiology", args(scope), opts))


def by_sid(statements):
    return {statement["Sid"]: statement for statement in statements}


def test_each_profile_has_a_role_and_so_have_the_pipelines_and_studios_default(scope, build):
    assert {node.text("name") for node in roles(scope, build).of_type("aws_iam_role")} == {
        "meridian-prod-cardiology-execution-alice",
        "meridian-prod-cardiology-execution-bob",
        "meridian-prod-cardiology-pipeline",
        "meridian-prod-cardiology-studio",
    }


def test_every_role_is_under_the_boundary_with_sessions_of_an_hour(scope, build):
    assert {
        (node.text("permissions_boundary"), node.get("max_session_duration"))
        for node in roles(scope, build).of_type("aws_iam_role")
    } == {(BOUNDARY, 3600)}


def test_permissions_are_managed_policies_and_studios_default_role_has_none(scope, build):
    graph = roles(scope, build)
    attached = {
        (node.get("role"), graph.target(node.get("policy_arn")).text("name"))
        for node in graph.of_type("aws_iam_role_policy_attachment")
    }
    assert attached == {
        ("meridian-prod-cardiology-execution-alice", "meridian-prod-cardiology-execution-alice-data"),
        ("meridian-prod-cardiology-execution-alice", "meridian-prod-cardiology-execution-alice-work"),
        ("meridian-prod-cardiology-execution-bob", "meridian-prod-cardiology-execution-bob-data"),
        ("meridian-prod-cardiology-execution-bob", "meridian-prod-cardiology-execution-bob-work"),
        ("meridian-prod-cardiology-pipeline", "meridian-prod-cardiology-pipeline-data"),
        ("meridian-prod-cardiology-pipeline", "meridian-prod-cardiology-pipeline-work"),
    }
    assert graph.of_type("aws_iam_role_policy") == ()


def test_only_sagemaker_enters_and_only_for_this_accounts_resources(scope, build):
    graph = roles(scope, build)
    alice = json.loads(graph["workspace.prod/aws_iam_role.cardiology-alice"].text("assume_role_policy"))
    pipeline = json.loads(graph["workspace.prod/aws_iam_role.cardiology-pipeline"].text("assume_role_policy"))
    assert alice["Statement"] == [
        {
            "Sid": "SageMakerForThisAccount",
            "Effect": "Allow",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "444444444444"},
                "ArnLike": {"aws:SourceArn": ["arn:aws:sagemaker:us-east-1:444444444444:*"]},
            },
        }
    ]
    assert pipeline["Statement"][0]["Condition"]["ArnLike"] == {
        "aws:SourceArn": [f"{NAMED}:*/meridian-prod-cardiology-*", f"{NAMED}:*/pipelines-*"]
    }


def test_raw_data_is_read_and_only_the_teams_own_buckets_are_written(scope):
    statements = by_sid(execution_policies(args(scope), "alice")["data"])
    assert statements["ReadObjects"]["Resource"] == [
        "arn:aws:s3:::meridian-prod-cardiology-raw-444444444444/*",
        "arn:aws:s3:::meridian-prod-cardiology-work-444444444444/*",
    ]
    assert statements["WriteObjects"]["Resource"] == ["arn:aws:s3:::meridian-prod-cardiology-work-444444444444/*"]
    assert statements["WriteObjects"]["Condition"] == {"StringEquals": {"aws:ResourceAccount": "444444444444"}}


def test_the_teams_keys_are_used_through_services_only(scope):
    statements = by_sid(execution_policies(args(scope), "alice")["data"])
    via = {
        "kms:ViaService": [
            "ecr.us-east-1.amazonaws.com",
            "s3.us-east-1.amazonaws.com",
            "sagemaker.us-east-1.amazonaws.com",
            "secretsmanager.us-east-1.amazonaws.com",
        ]
    }
    assert statements["UseKeysThroughServices"]["Resource"] == [KEY]
    assert statements["UseKeysThroughServices"]["Condition"] == {"StringEquals": via}
    assert statements["GrantKeysToServices"]["Condition"] == {
        "StringEquals": via,
        "Bool": {"kms:GrantIsForAWSResource": "true"},
    }


def test_images_and_logs_are_the_teams(scope):
    statements = by_sid(execution_policies(args(scope), "alice")["data"])
    assert statements["PullImages"]["Resource"] == (
        "arn:aws:ecr:us-east-1:444444444444:repository/meridian/prod/cardiology/*"
    )
    logs = "arn:aws:logs:us-east-1:444444444444:log-group:/aws/sagemaker"
    assert statements["WriteLogs"]["Resource"] == [
        f"{logs}/ProcessingJobs:log-stream:meridian-prod-cardiology-*",
        f"{logs}/TrainingJobs:log-stream:meridian-prod-cardiology-*",
        f"{logs}/TransformJobs:log-stream:meridian-prod-cardiology-*",
        f"{logs}/studio:log-stream:*/meridian-prod-cardiology-alice/*",
    ]


def test_each_role_passes_itself_to_sagemaker_and_nothing_else(scope):
    alice = by_sid(execution_policies(args(scope), "alice")["work"])["PassItself"]
    pipeline = by_sid(pipeline_policies(args(scope))["work"])["PassItself"]
    assert (alice["Action"], alice["Resource"]) == ("iam:PassRole", f"{ROLES}-execution-alice")
    assert (pipeline["Action"], pipeline["Resource"]) == ("iam:PassRole", f"{ROLES}-pipeline")
    assert alice["Condition"] == {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    assert pipeline["Condition"] == alice["Condition"]


def test_a_profile_has_its_own_private_spaces_and_opens_no_presigned_url(scope, actions_of):
    work = execution_policies(args(scope), "alice")["work"]
    assert by_sid(work)["OwnSpaces"]["Condition"] == {
        "ArnLike": {"sagemaker:OwnerUserProfileArn": f"{NAMED}:user-profile/*/meridian-prod-cardiology-alice"},
        "StringEquals": {"sagemaker:SpaceSharingType": "Private"},
    }
    assert "sagemaker:CreatePresignedDomainUrl" not in actions_of(work)


def test_jobs_are_the_teams_by_name(scope):
    assert by_sid(execution_policies(args(scope), "alice")["work"])["Jobs"]["Resource"] == [
        f"{NAMED}:hyper-parameter-tuning-job/meridian-prod-cardiology-*",
        f"{NAMED}:processing-job/meridian-prod-cardiology-*",
        f"{NAMED}:training-job/meridian-prod-cardiology-*",
        f"{NAMED}:transform-job/meridian-prod-cardiology-*",
        f"{NAMED}:experiment/meridian-prod-cardiology-*",
        f"{NAMED}:experiment-trial/meridian-prod-cardiology-*",
        f"{NAMED}:experiment-trial-component/meridian-prod-cardiology-*",
    ]


def test_a_pipeline_registers_models_and_approves_none(scope):
    statements = by_sid(pipeline_policies(args(scope))["work"])
    assert "sagemaker:CreateModelPackage" in statements["Register"]["Action"]
    assert statements["ApproveModels"] == {
        "Sid": "ApproveModels",
        "Effect": "Deny",
        "Action": ["sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage"],
        "Resource": "*",
        "Condition": {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}},
    }


def test_what_a_role_runs_joins_its_own_group_alone(scope):
    alice, pipeline = execution_policies(args(scope), "alice"), pipeline_policies(args(scope))
    assert by_sid(alice["work"])["OtherGroups"] == {
        "Sid": "OtherGroups",
        "Effect": "Deny",
        "Action": ["sagemaker:Create*", "sagemaker:Update*"],
        "Resource": "*",
        "Condition": {"ForAnyValue:StringNotEquals": {"sagemaker:VpcSecurityGroupIds": ["sg-alice"]}},
    }
    assert by_sid(pipeline["work"])["OtherGroups"]["Condition"] == {
        "ForAnyValue:StringNotEquals": {"sagemaker:VpcSecurityGroupIds": ["sg-pipeline"]}
    }


def test_the_boundary_covers_all_that_these_roles_are_allowed(scope, actions_of, outside):
    profile, pipeline = execution_policies(args(scope), "alice"), pipeline_policies(args(scope))
    assert outside(actions_of([*profile["data"], *profile["work"]]), WORKLOADS) == []
    assert outside(actions_of([*pipeline["data"], *pipeline["work"]]), WORKLOADS) == []


def test_every_policy_fits_into_what_iam_takes(scope, build):
    texts = [node.text("policy").replace(" ", "") for node in roles(scope, build).of_type("aws_iam_policy")]
    assert max(map(len, texts)) <= 6144
