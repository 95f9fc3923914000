from __future__ import annotations

import io
import json
import zipfile

import pytest
from botocore.stub import Stubber

from phizone_stacks.graph.values import Unknown
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.lambda_ import functions, permissions

HOME = Place("777777777777", "us-east-1")
ARN = "arn:aws:lambda:us-east-1:777777777777:function:renews"
ROLE = "arn:aws:iam::777777777777:role/renews"
IMAGE = "777777777777.dkr.ecr.us-east-1.amazonaws.com/inference@sha256:" + "0" * 64
TRUST = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)


@pytest.fixture
def made(aws):
    """Makes the function `renews` with these arguments."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("code.txt", "")
    aws("iam").create_role(RoleName="renews", AssumeRolePolicyDocument=TRUST)

    def make(**given):
        code = {"ZipFile": archive.getvalue()}
        return aws("lambda").create_function(
            FunctionName="renews", Role=ROLE, Runtime="python3.13", Handler="a.b", Code=code, **given
        )

    return make


def test_a_function_is_read_with_its_network_its_role_and_its_tags(aws, seen, made):
    made(
        Description="Renews",
        MemorySize=256,
        Timeout=30,
        KMSKeyArn="arn:aws:kms:us-east-1:777777777777:key/1",
        VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
        TracingConfig={"Mode": "Active"},
        Tags={"Team": "cardiology"},
    )
    assert seen("aws_lambda_function") == [
        {
            "arn": ARN,
            "description": "Renews",
            "function_name": "renews",
            "handler": "a.b",
            "kms_key_arn": "arn:aws:kms:us-east-1:777777777777:key/1",
            "memory_size": 256,
            "package_type": "Zip",
            "role": ROLE,
            "runtime": "python3.13",
            "tags": {"Team": "cardiology"},
            "timeout": 30,
            "tracing_config": [{"mode": "Active"}],
            "vpc_config": [{"security_group_ids": ["sg-1"], "subnet_ids": ["subnet-1"]}],
        }
    ]


def test_environment_variables_are_read_without_their_values(seen, made):
    arn = "arn:aws:secretsmanager:us-east-1:777777777777:secret:signing-AbCdEf"
    made(Environment={"Variables": {"DB_PASSWORD": "hunter2hunter2", "SECRET": arn, "STAGE": "prod"}})
    told = [{"variables": {"DB_PASSWORD": "withheld", "SECRET": arn, "STAGE": "withheld"}}]
    assert [function["environment"] for function in seen("aws_lambda_function")] == [told]


def test_variables_that_the_key_keeps_from_who_asks_are_there_and_not_known(answered):
    error = {"ErrorCode": "AccessDeniedException", "Message": "Lambda was unable to decrypt your variables"}
    listed = {"FunctionArn": ARN, "FunctionName": "renews", "Role": ROLE, "Environment": {"Error": error}}
    told = answered(functions, ("lambda.list_functions", {"Functions": [listed]}), ("lambda.list_tags", {}))
    assert [each["environment"] for each in told] == [[{"variables": Unknown()}]]


def test_a_function_of_an_image_is_read_with_its_image_and_its_logs(aws):
    client = aws("lambda")
    listed = {
        "FunctionArn": ARN,
        "FunctionName": "renews",
        "Role": ROLE,
        "PackageType": "Image",
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/renews", "SystemLogLevel": "WARN"},
        "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": [], "VpcId": ""},
    }
    with Stubber(client) as stub:
        stub.add_response("list_functions", {"Functions": [listed]}, {})
        stub.add_response("get_function", {"Code": {"ImageUri": IMAGE}}, {"FunctionName": "renews"})
        stub.add_response("list_tags", {}, {"Resource": ARN})
        found = list(functions.function(Calls(HOME, lambda service, place: client)))
    assert [dict(each.attributes) for each in found] == [
        {
            "arn": ARN,
            "function_name": "renews",
            "image_uri": IMAGE,
            "logging_config": [{"log_format": "JSON", "log_group": "/renews", "system_log_level": "WARN"}],
            "package_type": "Image",
            "role": ROLE,
            "tags": {},
        }
    ]


def test_a_permission_is_read_with_whom_it_lets_in_and_for_whom(aws, seen, made):
    made()
    aws("lambda").add_permission(
        FunctionName="renews",
        StatementId="rotation",
        Action="lambda:InvokeFunction",
        Principal="secretsmanager.amazonaws.com",
        SourceAccount="777777777777",
        SourceArn="arn:aws:secretsmanager:us-east-1:777777777777:secret:signing",
    )
    assert seen("aws_lambda_permission") == [
        {
            "action": "lambda:InvokeFunction",
            "function_name": "renews",
            "principal": "secretsmanager.amazonaws.com",
            "source_account": "777777777777",
            "source_arn": "arn:aws:secretsmanager:us-east-1:777777777777:secret:signing",
            "statement_id": "rotation",
        }
    ]


def test_a_permission_on_a_version_is_read_with_the_version(aws, seen, made):
    made()
    version = aws("lambda").publish_version(FunctionName="renews")["Version"]
    stranger = {"Action": "lambda:InvokeFunction", "Principal": "arn:aws:iam::999999999999:root"}
    aws("lambda").add_permission(FunctionName="renews", Qualifier=version, StatementId="out", **stranger)
    told = [(each["principal"], each.get("qualifier")) for each in seen("aws_lambda_permission")]
    assert ("arn:aws:iam::999999999999:root", version) in told


def test_a_permission_for_a_url_and_one_for_an_organization_are_read(aws):
    client = aws("lambda")
    url = {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}, "Bool": {"lambda:InvokedViaFunctionUrl": "true"}}
    statements = [
        {"Sid": "url", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "Condition": url},
        {
            "Sid": "all",
            "Principal": {"AWS": "*"},
            "Action": "lambda:InvokeFunction",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"}},
        },
    ]
    with Stubber(client) as stub:
        stub.add_response("list_functions", {"Functions": [{"FunctionArn": ARN, "FunctionName": "renews"}]}, {})
        stub.add_response("get_policy", {"Policy": json.dumps({"Statement": statements})}, {"FunctionName": "renews"})
        stub.add_response("list_aliases", {"Aliases": []}, {"FunctionName": "renews"})
        stub.add_response("list_versions_by_function", {"Versions": []}, {"FunctionName": "renews"})
        found = list(permissions.function(Calls(HOME, lambda service, place: client)))
    assert [dict(each.attributes) for each in found] == [
        {
            "action": "lambda:InvokeFunctionUrl",
            "function_name": "renews",
            "function_url_auth_type": "NONE",
            "invoked_via_function_url": True,
            "principal": "*",
            "statement_id": "url",
        },
        {
            "action": "lambda:InvokeFunction",
            "function_name": "renews",
            "principal": "*",
            "principal_org_id": "o-exampleorg0",
            "statement_id": "all",
        },
    ]


def test_a_function_without_permissions_and_without_a_url_is_told_neither(seen, made):
    made()
    assert (seen("aws_lambda_permission"), seen("aws_lambda_function_url")) == ([], [])


def test_a_url_is_read_with_who_may_ask_it(aws, seen, made):
    made()
    url = aws("lambda").create_function_url_config(FunctionName="renews", AuthType="NONE")["FunctionUrl"]
    assert seen("aws_lambda_function_url") == [
        {"authorization_type": "NONE", "function_name": "renews", "function_url": url, "invoke_mode": "Buffered"}
    ]
