from __future__ import annotations

import io
import zipfile
from unittest.mock import patch

import pytest
from botocore.stub import Stubber
from moto.core.config import default_user_config

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.secretsmanager import rotations, secrets

POLICY = '{"Statement": [], "Version": "2012-10-17"}'
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-1111-4111-8111-111111111111"
ARN = "arn:aws:secretsmanager:us-east-1:777777777777:secret:signing-AbCdEf"
TRUST = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)
HOME = Place("777777777777", "us-east-1")


@pytest.fixture
def function(aws):
    """The ARN of a function that the emulator calls without a container."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("code.txt", "")
    with patch.dict(default_user_config, {"lambda": {"use_docker": False}}):
        role = aws("iam").create_role(RoleName="renews", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        made = aws("lambda").create_function(
            FunctionName="renews", Role=role, Runtime="python3.13", Handler="a.b", Code={"ZipFile": archive.getvalue()}
        )
        yield made["FunctionArn"]


@pytest.fixture
def described(aws):
    """What a reader tells of the one secret that Secrets Manager describes so, as AWS documents it."""

    def read(reader, **answer):
        client = aws("secretsmanager")
        with Stubber(client) as stub:
            stub.add_response("list_secrets", {"SecretList": [{"ARN": ARN}]}, {})
            stub.add_response("describe_secret", {"ARN": ARN, "Name": "signing", **answer}, {"SecretId": ARN})
            found = list(reader.function(Calls(HOME, lambda service, place: client)))
        return [dict(each.attributes) for each in found]

    return read


def test_a_secret_is_read_with_its_key_and_its_tags_and_without_its_value(aws, seen):
    made = aws("secretsmanager").create_secret(
        Name="signing",
        Description="signs",
        KmsKeyId=KEY,
        SecretString="the value",
        Tags=[{"Key": "Team", "Value": "cardiology"}],
    )
    assert seen("aws_secretsmanager_secret") == [
        {
            "arn": made["ARN"],
            "description": "signs",
            "id": made["ARN"],
            "kms_key_id": KEY,
            "name": "signing",
            "tags": {"Team": "cardiology"},
        }
    ]


def test_a_secret_is_read_with_where_its_replicas_are(described):
    status = [{"Region": "eu-west-1", "KmsKeyId": "alias/aws/secretsmanager", "Status": "InSync"}]
    assert described(secrets, ReplicationStatus=status, PrimaryRegion="us-east-1") == [
        {
            "arn": ARN,
            "id": ARN,
            "name": "signing",
            "replica": [{"kms_key_id": "alias/aws/secretsmanager", "region": "eu-west-1"}],
            "tags": {},
        }
    ]


def test_a_replica_is_told_by_what_it_is_a_replica_of(described):
    assert described(secrets, PrimaryRegion="eu-west-1") == []


def test_a_secret_s_policy_is_read_as_it_stands(aws, seen):
    made = aws("secretsmanager").create_secret(Name="signing")
    aws("secretsmanager").put_resource_policy(SecretId="signing", ResourcePolicy=POLICY)
    assert seen("aws_secretsmanager_secret_policy") == [{"policy": POLICY, "secret_arn": made["ARN"]}]


def test_a_secret_without_policy_is_told_none(aws, seen):
    aws("secretsmanager").create_secret(Name="signing")
    assert seen("aws_secretsmanager_secret_policy") == []


def test_a_rotation_is_read_with_its_function_and_its_days(aws, seen, function):
    made = aws("secretsmanager").create_secret(Name="signing", SecretString="the value")
    aws("secretsmanager").rotate_secret(
        SecretId="signing", RotationLambdaARN=function, RotationRules={"AutomaticallyAfterDays": 30}
    )
    assert seen("aws_secretsmanager_secret_rotation") == [
        {
            "rotation_lambda_arn": function,
            "rotation_rules": [{"automatically_after_days": 30}],
            "secret_id": made["ARN"],
        }
    ]


def test_a_rotation_is_read_with_its_schedule(described):
    rules = {"ScheduleExpression": "rate(10 days)", "Duration": "3h"}
    assert described(rotations, RotationEnabled=True, RotationRules=rules) == [
        {"rotation_rules": [{"duration": "3h", "schedule_expression": "rate(10 days)"}], "secret_id": ARN}
    ]


def test_a_rotation_that_somebody_cancels_is_told_no_more(aws, seen, function):
    aws("secretsmanager").create_secret(Name="signing", SecretString="the value")
    aws("secretsmanager").rotate_secret(
        SecretId="signing", RotationLambdaARN=function, RotationRules={"AutomaticallyAfterDays": 30}
    )
    aws("secretsmanager").cancel_rotate_secret(SecretId="signing")
    assert seen("aws_secretsmanager_secret_rotation") == []
