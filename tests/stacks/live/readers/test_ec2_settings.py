from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.ec2_settings import default_key, metadata_defaults, public_snapshots

KEY = "arn:aws:kms:us-east-1:777777777777:key/00000000-0000-0000-0000-000000000000"


@pytest.fixture
def told():
    """What a reader tells in an account where AWS gives this answer."""

    def read(reader, operation, answer):
        ec2 = boto3.client("ec2", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        with Stubber(ec2) as stub:
            stub.add_response(operation, answer, {})
            calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: ec2)
            return [dict(each.attributes) for each in reader.function(calls)]

    return read


def test_whether_volumes_are_encrypted_by_default_is_read_in_each_region(aws, seen):
    aws("ec2", region="us-west-2").enable_ebs_encryption_by_default()
    kind = "aws_ebs_encryption_by_default"
    assert (seen(kind), seen(kind, region="us-west-2")) == ([{"enabled": False}], [{"enabled": True}])


@pytest.mark.parametrize("key", [KEY, "alias/aws/ebs"])
def test_the_default_key_of_volumes_is_read_aws_s_own_too(told, key):
    assert told(default_key, "get_ebs_default_kms_key_id", {"KmsKeyId": key}) == [{"key_arn": key}]


@pytest.mark.parametrize("state", ["block-all-sharing", "block-new-sharing", "unblocked"])
def test_whether_snapshots_may_be_public_is_read(told, state):
    answer = {"State": state, "ManagedBy": "account"}
    assert told(public_snapshots, "get_snapshot_block_public_access_state", answer) == [{"state": state}]


def test_the_defaults_of_instance_metadata_are_read(told):
    given = {
        "HttpEndpoint": "enabled",
        "HttpPutResponseHopLimit": 1,
        "HttpTokens": "required",
        "InstanceMetadataTags": "disabled",
        "ManagedBy": "account",
    }
    assert told(metadata_defaults, "get_instance_metadata_defaults", {"AccountLevel": given}) == [
        {
            "http_endpoint": "enabled",
            "http_put_response_hop_limit": 1,
            "http_tokens": "required",
            "instance_metadata_tags": "disabled",
        }
    ]


def test_an_account_that_said_nothing_has_no_defaults_of_instance_metadata(told):
    answer = {"AccountLevel": {"ManagedBy": "account"}}
    assert told(metadata_defaults, "get_instance_metadata_defaults", answer) == []
