from __future__ import annotations

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.dynamodb import tables

KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
ARN = "arn:aws:dynamodb:us-east-1:777777777777:table/cases"


@pytest.fixture
def table(aws):
    """Makes a table: `table(BillingMode=…)`."""

    def make(**given):
        aws("dynamodb").create_table(
            TableName="cases",
            KeySchema=[{"AttributeName": "case", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "case", "AttributeType": "S"},
                {"AttributeName": "at", "AttributeType": "N"},
            ],
            **given,
        )

    return make


def test_a_protected_table_is_read_with_all_that_protects_it(aws, seen, table):
    table(
        BillingMode="PAY_PER_REQUEST",
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY},
        DeletionProtectionEnabled=True,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        Tags=[{"Key": "Team", "Value": "cardiology"}],
    )
    recovery = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35}
    aws("dynamodb").update_continuous_backups(TableName="cases", PointInTimeRecoverySpecification=recovery)
    stream = aws("dynamodb").describe_table(TableName="cases")["Table"]["LatestStreamArn"]
    assert seen("aws_dynamodb_table") == [
        {
            "arn": ARN,
            "attribute": [{"name": "case", "type": "S"}, {"name": "at", "type": "N"}],
            "billing_mode": "PAY_PER_REQUEST",
            "deletion_protection_enabled": True,
            "hash_key": "case",
            "name": "cases",
            "point_in_time_recovery": [{"enabled": True, "recovery_period_in_days": 35}],
            "range_key": "at",
            "server_side_encryption": [{"enabled": True, "kms_key_arn": KEY}],
            "stream_arn": stream,
            "stream_enabled": True,
            "stream_view_type": "NEW_IMAGE",
            "tags": {"Team": "cardiology"},
        }
    ]


def test_a_table_as_it_is_made_without_a_word_has_no_protection(seen, table):
    table(ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 2})
    assert seen("aws_dynamodb_table") == [
        {
            "arn": ARN,
            "attribute": [{"name": "case", "type": "S"}, {"name": "at", "type": "N"}],
            "billing_mode": "PROVISIONED",
            "deletion_protection_enabled": False,
            "hash_key": "case",
            "name": "cases",
            "point_in_time_recovery": [{"enabled": False}],
            "range_key": "at",
            "read_capacity": 1,
            "server_side_encryption": [{"enabled": False}],
            "tags": {},
            "write_capacity": 2,
        }
    ]


def test_replicas_of_a_table_are_read_with_their_regions_and_keys_and_its_witness_with_its_region(aws):
    client = aws("dynamodb")
    told = {
        "TableName": "cases",
        "TableArn": ARN,
        "KeySchema": [{"AttributeName": "case", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "case", "AttributeType": "S"}],
        "Replicas": [{"RegionName": "eu-west-1", "KMSMasterKeyId": KEY}, {"RegionName": "us-west-2"}],
        "GlobalTableWitnesses": [{"RegionName": "us-east-2", "WitnessStatus": "ACTIVE"}],
    }
    with Stubber(client) as stub:
        stub.add_response("list_tables", {"TableNames": ["cases"]}, {})
        stub.add_response("describe_table", {"Table": told}, {"TableName": "cases"})
        backups = {"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED"}}
        stub.add_response("describe_continuous_backups", backups, {"TableName": "cases"})
        stub.add_response("list_tags_of_resource", {"Tags": []}, {"ResourceArn": ARN})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: client)
        (found,) = tables.function(calls)
    assert {key: found.attributes[key] for key in ("replica", "global_table_witness")} == {
        "replica": [{"region_name": "eu-west-1", "kms_key_arn": KEY}, {"region_name": "us-west-2"}],
        "global_table_witness": [{"region_name": "us-east-2"}],
    }


def test_the_policy_of_a_table_is_read_as_text(aws, seen, table):
    table(BillingMode="PAY_PER_REQUEST")
    assert seen("aws_dynamodb_resource_policy") == []
    policy = '{"Statement": [], "Version": "2012-10-17"}'
    aws("dynamodb").put_resource_policy(ResourceArn=ARN, Policy=policy)
    assert seen("aws_dynamodb_resource_policy") == [{"policy": policy, "resource_arn": ARN}]
