"""A team's secret is read by the team only, and a function in the team's network renews it step by step."""

from __future__ import annotations

import json

import pytest

from phizone_modules.boundary_ceilings import WORKLOADS
from phizone_modules.rotation import Rotation, RotationArgs, permissions
from phizone_modules.rotation_handler import rotate
from phizone_modules.secrets import Secret, SecretArgs

KEY = "arn:aws:kms:us-east-1:444444444444:key/0"
FUNCTION = "arn:aws:lambda:us-east-1:444444444444:function:meridian-prod-cardiology-rotation"
ROTATOR = "arn:aws:iam::444444444444:role/meridian-prod-cardiology-rotation"


class NotFound(Exception):
    """The secret has no such version, or the version no value."""


class SecretsManager:
    """One secret in memory, in Secrets Manager's words."""

    class exceptions:  # noqa: N801 - boto3's name
        ResourceNotFoundException = NotFound

    def __init__(self, stages, values):
        self.stages, self.values = stages, values

    def describe_secret(self, SecretId):  # noqa: N803 - boto3's names
        return {"VersionIdsToStages": {version: list(labels) for version, labels in self.stages.items()}}

    def get_secret_value(self, SecretId, VersionId, VersionStage):  # noqa: N803
        try:
            return {"SecretString": self.values[VersionId]}
        except KeyError:
            raise NotFound from None

    def put_secret_value(self, SecretId, ClientRequestToken, SecretString, VersionStages):  # noqa: N803
        self.values[ClientRequestToken] = SecretString
        self.stages[ClientRequestToken] = VersionStages

    def update_secret_version_stage(self, SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId=None):  # noqa: N803
        self.stages.get(RemoveFromVersionId, []).clear()
        self.stages[MoveToVersionId] = [VersionStage]


def event(step, version="new"):
    return {"SecretId": "signing", "ClientRequestToken": version, "Step": step}


@pytest.fixture
def rotation(scope, build):
    args = RotationArgs(
        scope=scope,
        vpc_id="vpc-0",
        subnet_ids=["subnet-0", "subnet-1"],
        endpoint_security_group_id="sg-0",
        key_arn=KEY,
        boundary_arn="arn:aws:iam::444444444444:policy/meridian-prod-cardiology-team-boundary",
    )
    return build(lambda opts: Rotation("rotation", args, opts))


@pytest.fixture
def secret(scope, build):
    args = SecretArgs(
        scope=scope,
        purpose="signing",
        key_arn=KEY,
        reader_role_arns=[scope.role_arn("cardiology", "pipeline")],
        function_arn=FUNCTION,
    )
    return build(lambda opts: Secret("signing", args, opts))


def test_a_secret_is_under_the_team_s_key_and_rotates_monthly(secret):
    made = secret["workspace.prod/aws_secretsmanager_secret.signing"]
    assert (made.get("name"), made.get("kms_key_id"), made.get("recovery_window_in_days"), made.protect) == (
        "meridian-prod-cardiology-signing",
        KEY,
        30,
        True,
    )
    renewed = secret["workspace.prod/aws_secretsmanager_secret_rotation.signing"]
    assert (renewed.get("rotation_lambda_arn"), renewed.blocks("rotation_rules")) == (
        FUNCTION,
        [{"automatically_after_days": 30}],
    )
    assert secret.target(renewed.get("secret_id")) is made


def test_no_program_holds_the_value_of_a_secret(secret):
    assert {node.type for node in secret} == {
        "aws_secretsmanager_secret",
        "aws_secretsmanager_secret_policy",
        "aws_secretsmanager_secret_rotation",
    }


def test_only_the_team_reads_a_secret_and_only_the_rotation_writes_it(secret):
    policy = secret["workspace.prod/aws_secretsmanager_secret_policy.signing"]
    assert policy.get("block_public_policy") is True
    statements = {s["Sid"]: s for s in json.loads(policy.text("policy"))["Statement"]}
    assert {sid: (s["Effect"], s["Principal"], s["Action"]) for sid, s in statements.items()} == {
        "OnlyTheTeamReads": ("Deny", "*", "secretsmanager:GetSecretValue"),
        "OnlyTheRotationWrites": (
            "Deny",
            "*",
            ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
        ),
        "NobodyOutsideTheOrganization": ("Deny", "*", "secretsmanager:*"),
    }
    pipeline = "arn:aws:iam::444444444444:role/meridian-prod-cardiology-pipeline"
    assert statements["OnlyTheTeamReads"]["Condition"] == {
        "ArnNotLikeIfExists": {"aws:PrincipalArn": [pipeline, ROTATOR]}
    }
    assert statements["OnlyTheRotationWrites"]["Condition"] == {"ArnNotLikeIfExists": {"aws:PrincipalArn": [ROTATOR]}}


def test_the_function_runs_in_the_private_network_and_reaches_the_endpoints_only(rotation):
    function = rotation["workspace.prod/aws_lambda_function.rotation"]
    group = rotation["workspace.prod/aws_security_group.rotation"]
    (network,) = function.blocks("vpc_config")
    assert network["subnet_ids"] == ["subnet-0", "subnet-1"]
    assert [rotation.target(each) for each in network["security_group_ids"]] == [group]
    (egress,) = rotation.of_type("aws_vpc_security_group_egress_rule")
    assert (egress.get("referenced_security_group_id"), egress.get("from_port"), egress.get("to_port")) == (
        "sg-0",
        443,
        443,
    )
    assert rotation.of_type("aws_vpc_security_group_ingress_rule") == ()


def test_only_secrets_manager_of_this_account_calls_the_function(rotation):
    (permission,) = rotation.of_type("aws_lambda_permission")
    assert (permission.get("principal"), permission.get("source_account"), permission.get("action")) == (
        "secretsmanager.amazonaws.com",
        "444444444444",
        "lambda:InvokeFunction",
    )


def test_the_rotating_role_is_bounded_and_renews_this_team_s_secrets_only(rotation, scope, actions_of, outside):
    role = rotation["workspace.prod/aws_iam_role.rotation"]
    assert (role.get("name"), role.get("permissions_boundary")) == (
        "meridian-prod-cardiology-rotation",
        "arn:aws:iam::444444444444:policy/meridian-prod-cardiology-team-boundary",
    )
    statements = {s["Sid"]: s for s in permissions(scope, KEY)}
    assert statements["Renew"]["Resource"] == (
        "arn:aws:secretsmanager:us-east-1:444444444444:secret:meridian-prod-cardiology-*"
    )
    assert outside(actions_of(list(statements.values())), WORKLOADS) == []


def test_a_rotation_makes_a_random_value_and_then_makes_it_the_current_one():
    manager = SecretsManager({"old": ["AWSCURRENT"], "new": ["AWSPENDING"]}, {"old": "x" * 43})
    rotate(manager, event("createSecret"))
    assert (len(manager.values["new"]), manager.values["new"] == manager.values["old"]) == (43, False)
    rotate(manager, event("setSecret"))
    rotate(manager, event("testSecret"))
    assert manager.stages == {"old": ["AWSCURRENT"], "new": ["AWSPENDING"]}
    rotate(manager, event("finishSecret"))
    assert manager.stages == {"old": [], "new": ["AWSCURRENT"]}


def test_the_first_rotation_needs_no_value_before_it():
    manager = SecretsManager({"new": ["AWSPENDING"]}, {})
    rotate(manager, event("createSecret"))
    rotate(manager, event("testSecret"))
    rotate(manager, event("finishSecret"))
    assert manager.stages == {"new": ["AWSCURRENT"]}


def test_a_step_that_is_repeated_changes_nothing():
    manager = SecretsManager({"new": ["AWSPENDING"]}, {"new": "y" * 43})
    rotate(manager, event("createSecret"))
    assert manager.values == {"new": "y" * 43}
    rotate(manager, event("finishSecret"))
    rotate(manager, event("finishSecret"))
    assert manager.stages == {"new": ["AWSCURRENT"]}


def test_a_short_value_is_not_made_the_current_one():
    manager = SecretsManager({"new": ["AWSPENDING"]}, {"new": "short"})
    with pytest.raises(ValueError, match="version new of signing is shorter than 32 characters"):
        rotate(manager, event("testSecret"))


def test_a_version_that_nobody_asked_for_is_refused():
    manager = SecretsManager({"old": ["AWSCURRENT"]}, {"old": "x" * 43})
    with pytest.raises(ValueError, match="version other of signing is not waiting for rotation"):
        rotate(manager, event("createSecret", "other"))


def test_a_step_that_there_is_not_is_refused():
    manager = SecretsManager({"new": ["AWSPENDING"]}, {})
    with pytest.raises(ValueError, match="'deleteSecret' is no step of a rotation"):
        rotate(manager, event("deleteSecret"))
