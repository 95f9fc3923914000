from __future__ import annotations

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.config import recorder_statuses, recorders

ROLE = "arn:aws:iam::777777777777:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"


@pytest.fixture
def config(aws):
    """AWS Config of an account that has a recorder of all types."""
    group = {"allSupported": True, "includeGlobalResourceTypes": True}
    recorder = {"name": "recorder", "roleARN": ROLE, "recordingGroup": group}
    aws("config").put_configuration_recorder(ConfigurationRecorder=recorder)
    return aws("config")


def test_a_recorder_of_all_types_is_read_so(config, seen):
    assert seen("aws_config_configuration_recorder") == [
        {
            "name": "recorder",
            "recording_group": [{"all_supported": True, "include_global_resource_types": True}],
            "role_arn": ROLE,
        }
    ]


def test_a_recorder_of_single_types_is_read_with_them(config, seen):
    group = {
        "allSupported": False,
        "includeGlobalResourceTypes": False,
        "resourceTypes": ["AWS::S3::Bucket", "AWS::IAM::Role"],
    }
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": "recorder", "roleARN": ROLE, "recordingGroup": group}
    )
    assert [each["recording_group"] for each in seen("aws_config_configuration_recorder")] == [
        [
            {
                "all_supported": False,
                "include_global_resource_types": False,
                "recording_strategy": [{"use_only": "INCLUSION_BY_RESOURCE_TYPES"}],
                "resource_types": ["AWS::IAM::Role", "AWS::S3::Bucket"],
            }
        ]
    ]


def test_a_recorder_that_leaves_types_out_is_read_with_them(config, seen):
    group = {
        "allSupported": False,
        "includeGlobalResourceTypes": False,
        "exclusionByResourceTypes": {"resourceTypes": ["AWS::KMS::Key"]},
        "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
    }
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": "recorder", "roleARN": ROLE, "recordingGroup": group}
    )
    assert [each["recording_group"] for each in seen("aws_config_configuration_recorder")] == [
        [
            {
                "all_supported": False,
                "exclusion_by_resource_types": [{"resource_types": ["AWS::KMS::Key"]}],
                "include_global_resource_types": False,
                "recording_strategy": [{"use_only": "EXCLUSION_BY_RESOURCE_TYPES"}],
            }
        ]
    ]


def test_a_recorder_is_read_as_off_until_it_is_started(config, seen):
    config.put_delivery_channel(DeliveryChannel={"name": "channel", "s3BucketName": "records"})
    assert seen("aws_config_configuration_recorder_status") == [{"is_enabled": False, "name": "recorder"}]
    config.start_configuration_recorder(ConfigurationRecorderName="recorder")
    assert seen("aws_config_configuration_recorder_status") == [{"is_enabled": True, "name": "recorder"}]


def test_the_recorder_of_an_aws_service_is_none_of_the_accounts(aws):
    client, service = aws("config"), {"name": "AWSConfigurationRecorderForX", "servicePrincipal": "x.amazonaws.com"}
    mode = {
        "recordingFrequency": "DAILY",
        "recordingModeOverrides": [{"recordingFrequency": "CONTINUOUS", "resourceTypes": ["AWS::IAM::Role"]}],
    }
    own = {"name": "own", "roleARN": ROLE, "recordingMode": mode}
    with Stubber(client) as stub:
        stub.add_response("describe_configuration_recorders", {"ConfigurationRecorders": [service, own]}, {})
        statuses = [{**service, "recording": False}, {"name": "own", "recording": True}]
        stub.add_response("describe_configuration_recorder_status", {"ConfigurationRecordersStatus": statuses}, {})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: client)
        found = [dict(each.attributes) for reader in (recorders, recorder_statuses) for each in reader.function(calls)]
    assert found == [
        {
            "name": "own",
            "role_arn": ROLE,
            "recording_mode": [
                {
                    "recording_frequency": "DAILY",
                    "recording_mode_override": [
                        {"recording_frequency": "CONTINUOUS", "resource_types": ["AWS::IAM::Role"]}
                    ],
                }
            ],
        },
        {"name": "own", "is_enabled": True},
    ]


def test_a_delivery_channel_is_read_with_its_bucket_and_its_key(config, seen):
    config.put_delivery_channel(
        DeliveryChannel={
            "name": "channel",
            "s3BucketName": "records",
            "s3KmsKeyArn": KEY,
            "configSnapshotDeliveryProperties": {"deliveryFrequency": "TwentyFour_Hours"},
        }
    )
    assert seen("aws_config_delivery_channel") == [
        {
            "name": "channel",
            "s3_bucket_name": "records",
            "s3_kms_key_arn": KEY,
            "snapshot_delivery_properties": [{"delivery_frequency": "TwentyFour_Hours"}],
        }
    ]


def test_an_aggregator_of_the_organization_is_read_with_its_regions(config, seen):
    made = config.put_configuration_aggregator(
        ConfigurationAggregatorName="all",
        OrganizationAggregationSource={"RoleArn": ROLE, "AllAwsRegions": True},
        Tags=[{"Key": "Team", "Value": "platform"}],
    )["ConfigurationAggregator"]
    assert seen("aws_config_configuration_aggregator") == [
        {
            "arn": made["ConfigurationAggregatorArn"],
            "name": "all",
            "organization_aggregation_source": [{"all_regions": True, "role_arn": ROLE}],
            "tags": {"Team": "platform"},
        }
    ]


def test_an_aggregator_of_single_accounts_is_read_with_them(config, seen):
    source = {"AccountIds": ["888888888888"], "AwsRegions": ["us-east-1"]}
    config.put_configuration_aggregator(ConfigurationAggregatorName="some", AccountAggregationSources=[source])
    assert [each["account_aggregation_source"] for each in seen("aws_config_configuration_aggregator")] == [
        [{"account_ids": ["888888888888"], "all_regions": False, "regions": ["us-east-1"]}]
    ]
