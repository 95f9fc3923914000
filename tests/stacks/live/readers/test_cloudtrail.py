from __future__ import annotations

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.cloudtrail import event_data_stores

ACCOUNT, REGION = "777777777777", "us-east-1"
GROUP = "arn:aws:logs:us-east-1:777777777777:log-group:trail:*"
ROLE = "arn:aws:iam::777777777777:role/trail"
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
MANAGEMENT = {"Name": "all", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
STORE = "arn:aws:cloudtrail:us-east-1:777777777777:eventdatastore/11111111-2222-3333-4444-555555555555"


@pytest.fixture
def trail(aws):
    """Makes a trail: `trail(KmsKeyId=…)`; answers its ARN."""

    def make(**given):
        aws("s3").create_bucket(Bucket="records")
        return aws("cloudtrail").create_trail(Name="trail", S3BucketName="records", **given)["TrailARN"]

    return make


def test_a_trail_is_read_with_what_it_records_and_that_it_is_on(aws, seen, trail):
    arn = trail(
        S3KeyPrefix="all",
        IncludeGlobalServiceEvents=True,
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
        IsOrganizationTrail=True,
        CloudWatchLogsLogGroupArn=GROUP,
        CloudWatchLogsRoleArn=ROLE,
        KmsKeyId=KEY,
        TagsList=[{"Key": "Team", "Value": "platform"}],
    )
    aws("cloudtrail").put_event_selectors(TrailName=arn, AdvancedEventSelectors=[MANAGEMENT])
    aws("cloudtrail").put_insight_selectors(TrailName=arn, InsightSelectors=[{"InsightType": "ApiCallRateInsight"}])
    aws("cloudtrail").start_logging(Name=arn)
    assert seen("aws_cloudtrail") == [
        {
            "advanced_event_selector": [
                {"name": "all", "field_selector": [{"field": "eventCategory", "equals": ["Management"]}]}
            ],
            "arn": arn,
            "cloud_watch_logs_group_arn": GROUP,
            "cloud_watch_logs_role_arn": ROLE,
            "enable_log_file_validation": True,
            "enable_logging": True,
            "id": arn,
            "include_global_service_events": True,
            "insight_selector": [{"insight_type": "ApiCallRateInsight"}],
            "is_multi_region_trail": True,
            "is_organization_trail": True,
            "kms_key_id": KEY,
            "name": "trail",
            "s3_bucket_name": "records",
            "s3_key_prefix": "all",
            "tags": {"Team": "platform"},
        }
    ]


def test_a_stopped_trail_is_read_as_off(aws, seen, trail):
    arn = trail()
    aws("cloudtrail").start_logging(Name=arn)
    aws("cloudtrail").stop_logging(Name=arn)
    assert [each["enable_logging"] for each in seen("aws_cloudtrail")] == [False]


def test_classic_selectors_are_read_with_the_objects_that_they_take(aws, seen, trail):
    selector = {
        "ReadWriteType": "WriteOnly",
        "IncludeManagementEvents": True,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}],
        "ExcludeManagementEventSources": ["kms.amazonaws.com"],
    }
    aws("cloudtrail").put_event_selectors(TrailName=trail(), EventSelectors=[selector])
    assert [each["event_selector"] for each in seen("aws_cloudtrail")] == [
        [
            {
                "read_write_type": "WriteOnly",
                "include_management_events": True,
                "exclude_management_event_sources": ["kms.amazonaws.com"],
                "data_resource": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
            }
        ]
    ]


def test_what_another_region_sees_of_a_trail_is_not_told_there(seen, trail):
    trail(IsMultiRegionTrail=True)
    assert (len(seen("aws_cloudtrail")), seen("aws_cloudtrail", region="us-west-2")) == (1, [])


@pytest.fixture
def stores(aws):
    """Event data stores as AWS documents them, of which moto knows nothing; answers what is read."""

    def read(**given):
        client = aws("cloudtrail")
        with Stubber(client) as stub:
            stub.add_response("list_event_data_stores", {"EventDataStores": [{"EventDataStoreArn": STORE}]}, {})
            answer = {"EventDataStoreArn": STORE, "Name": "lake", "Status": "ENABLED", **given}
            stub.add_response("get_event_data_store", answer, {"EventDataStore": STORE})
            tags = [{"ResourceId": STORE, "TagsList": [{"Key": "Team", "Value": "platform"}]}]
            stub.add_response("list_tags", {"ResourceTagList": tags}, {"ResourceIdList": [STORE]})
            calls = Calls(Place(ACCOUNT, REGION), lambda service, place: client)
            return [dict(each.attributes) for each in event_data_stores.function(calls)]

    return read


def test_an_event_data_store_is_read_with_its_key_and_its_protection(stores):
    assert stores(
        AdvancedEventSelectors=[MANAGEMENT],
        BillingMode="EXTENDABLE_RETENTION_PRICING",
        KmsKeyId=KEY,
        MultiRegionEnabled=True,
        OrganizationEnabled=False,
        RetentionPeriod=366,
        TerminationProtectionEnabled=True,
    ) == [
        {
            "advanced_event_selector": [
                {"name": "all", "field_selector": [{"field": "eventCategory", "equals": ["Management"]}]}
            ],
            "arn": STORE,
            "billing_mode": "EXTENDABLE_RETENTION_PRICING",
            "id": STORE,
            "kms_key_id": KEY,
            "multi_region_enabled": True,
            "name": "lake",
            "organization_enabled": False,
            "retention_period": 366,
            "suspend": "false",
            "tags": {"Team": "platform"},
            "termination_protection_enabled": True,
        }
    ]


@pytest.mark.parametrize("status", ["STOPPING_INGESTION", "STOPPED_INGESTION"])
def test_an_event_data_store_that_takes_no_events_is_read_as_suspended(stores, status):
    assert [each["suspend"] for each in stores(Status=status)] == ["true"]


def test_an_event_data_store_that_waits_to_be_deleted_is_none(stores):
    assert stores(Status="PENDING_DELETION") == []
