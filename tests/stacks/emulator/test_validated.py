from __future__ import annotations

import os
import re
from pathlib import Path
from unittest.mock import patch

import botocore.session
import pytest
from botocore.exceptions import ParamValidationError
from moto import mock_aws

from phizone_stacks.emulator import adapters
from phizone_stacks.emulator.running import CREDENTIALS
from phizone_stacks.emulator.validated import Refused, left_out, problems, validated
from phizone_stacks.live.entry import Clients, Entry
from phizone_stacks.live.place import Place

ACCOUNT = "777777777777"
PLACE = Place(ACCOUNT, "us-east-1")
ENTRY = Entry(roles={ACCOUNT: f"arn:aws:iam::{ACCOUNT}:role/test"})
SERVICES = {
    *("backup", "cloudtrail", "cloudwatch", "config", "ec2", "ecr", "guardduty", "iam", "kms", "lambda", "logs"),
    *("macie2", "organizations", "ram", "route53resolver", "s3", "s3control", "sagemaker", "secretsmanager"),
    *("securityhub", "sns"),
}


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


@pytest.fixture(scope="module")
def called():
    """The services whose clients an adapter asks for."""
    sources = Path(adapters.__path__[0]).glob("*.py")
    return {name for source in sources for name in re.findall(r'client\("([a-z0-9-]+)"', source.read_text("utf-8"))}


@pytest.fixture
def told(session):
    """What AWS would refuse of a call: `told("kms", "CreateKey", KeySpec="RSA_1")`."""

    def run(service, operation, **given):
        return dict(problems(session.get_service_model(service).operation_model(operation), given))

    return run


@pytest.fixture
def clients():
    """Clients of an emulated account, held to what AWS allows."""
    with patch.dict(os.environ, CREDENTIALS), mock_aws():
        yield Clients(ENTRY, validated)


@pytest.fixture
def careless():
    """Clients of an emulated account as boto3 makes them."""
    with patch.dict(os.environ, CREDENTIALS), mock_aws():
        yield Clients(ENTRY)


def test_a_call_that_aws_would_refuse_does_not_go_out(clients):
    iam = clients("iam", PLACE)
    with pytest.raises(Refused) as refused:
        iam.create_role(RoleName="two words", AssumeRolePolicyDocument="{}", MaxSessionDuration=1, Path="/")
    assert str(refused.value) == (
        "iam:CreateRole: RoleName is 'two words'; allowed is what matches [\\w+=,.@-]+; "
        "MaxSessionDuration is 1; allowed is a value of at least 3600 and at most 43200"
    )
    assert iam.list_roles()["Roles"] == []


def test_a_call_that_aws_allows_goes_out(clients):
    made = clients("kms", PLACE).create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
    assert made["KeySpec"] == "RSA_2048"


def test_clients_that_are_not_prepared_ask_the_emulator_itself(careless):
    logs = careless("logs", PLACE)
    logs.create_log_group(logGroupName="/app")
    logs.put_retention_policy(logGroupName="/app", retentionInDays=100)
    assert logs.describe_log_groups()["logGroups"][0]["retentionInDays"] == 100


def test_another_type_than_an_argument_has_is_botocores_to_refuse(clients):
    with pytest.raises(ParamValidationError, match="Invalid type for parameter KeySpec"):
        clients("kms", PLACE).create_key(KeySpec=7)


def test_an_unknown_argument_is_botocores_to_refuse(clients):
    with pytest.raises(ParamValidationError, match="Unknown parameter in input"):
        clients("kms", PLACE).create_key(Colour="blue")


def test_an_operation_without_arguments_is_allowed(clients):
    assert clients("sts", PLACE).get_caller_identity()["Account"] == ACCOUNT


def test_enumerations_are_held_to_wherever_they_stand(told):
    assert told(
        "ec2",
        "CreateSubnet",
        VpcId="vpc-1",
        TagSpecifications=[{"ResourceType": "subnet"}, {"ResourceType": "sub-net"}],
        Tags={"not": "an argument"},
    ).keys() == {"TagSpecifications[1].ResourceType"}
    assert told("s3", "PutBucketVersioning", Bucket="b", VersioningConfiguration={"Status": "enabled"}) == {
        "VersioningConfiguration.Status": "is 'enabled'; allowed are Enabled, Suspended"
    }


def test_many_allowed_values_are_counted(told):
    assert told("kms", "CreateKey", KeySpec="DES")["KeySpec"].endswith("HMAC_384, HMAC_512 and 8 more")


def test_patterns_are_held_to_as_a_whole(told):
    assert told("backup", "CreateBackupVault", BackupVaultName="fine-name") == {}
    assert told("backup", "CreateBackupVault", BackupVaultName="fine-name, not so fine") == {
        "BackupVaultName": "is 'fine-name, not so fine'; allowed is what matches ^[a-zA-Z0-9\\-\\_]{2,50}$"
    }


def test_keys_and_values_of_maps_are_held_to(told):
    assert told("logs", "CreateLogGroup", logGroupName="g", tags={"a#b": "fine", "fine": "a#b"}).keys() == {
        "tags (key)",
        "tags.fine",
    }


def test_lengths_are_held_to_at_both_ends(told):
    assert told("kms", "CreateAlias", AliasName="alias/" + "a" * 251, TargetKeyId="") == {
        "AliasName": "is of length 257; allowed is a length of at least 1 and at most 256",
        "TargetKeyId": "is of length 0; allowed is a length of at least 1 and at most 2048",
    }
    assert told("kms", "Encrypt", KeyId="k", Plaintext=b"") == {
        "Plaintext": "is of length 0; allowed is a length of at least 1 and at most 4096"
    }
    many = [{"Key": "k", "Value": "v"}] * 51
    assert told("secretsmanager", "TagResource", SecretId="s", Tags=many) == {}
    assert told("sagemaker", "CreateModelPackageGroup", ModelPackageGroupName="g", Tags=many) == {
        "Tags": "is of length 51; allowed is a length of at least 0 and at most 50"
    }


def test_ranges_are_held_to_at_both_ends(told):
    assert told("kms", "EnableKeyRotation", KeyId="k", RotationPeriodInDays=2561) == {
        "RotationPeriodInDays": "is 2561; allowed is a value of at least 90 and at most 2560"
    }
    assert told("kms", "EnableKeyRotation", KeyId="k", RotationPeriodInDays=89) == {
        "RotationPeriodInDays": "is 89; allowed is a value of at least 90 and at most 2560"
    }
    assert told("kms", "EnableKeyRotation", KeyId="k", RotationPeriodInDays=2560) == {}


def test_what_is_sensitive_is_not_shown(told):
    assert told("iam", "CreateLoginProfile", UserName="u", Password="caf\u0107") == {
        "Password": "is a sensitive value; allowed is what matches [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
    }


def test_what_is_long_is_shortened(told):
    assert told("iam", "CreateRole", RoleName="a b " * 16) == {
        "RoleName": "is 'a b a b a b a b a b a b a b a b a b a b a b a b a b a b a b...; "
        "allowed is what matches [\\w+=,.@-]+"
    }


def test_what_only_the_documentation_tells_is_held_to(told):
    group = {"IpProtocol": "tcpp", "FromPort": 443, "ToPort": 443}
    assert told("ec2", "AuthorizeSecurityGroupEgress", GroupId="sg-1", IpPermissions=[group]) == {
        "IpPermissions[0].IpProtocol": "is 'tcpp'; allowed are tcp, udp, icmp, icmpv6, -1 and a number up to 255"
    }


def test_two_patterns_are_left_out_of_all_that_the_writer_calls(session):
    assert {name: left_out(session.get_service_model(name)) for name in SERVICES} == {
        **dict.fromkeys(SERVICES, ()),
        "sagemaker": (r"([\p{L}\p{Z}\p{N}_.:\/=+\-@]*)${1,128}", r"([\p{L}\p{Z}\p{N}_.:\/=+\-@]*)${1,256}"),
    }


def test_these_are_all_services_that_the_writer_calls(called):
    assert called == SERVICES
