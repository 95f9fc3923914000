from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.s3_rules import encryption, lifecycles, logging, replications

HOME = Place("777777777777", "us-east-1")
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-1111-4111-8111-111111111111"


@pytest.fixture
def s3(aws):
    client = aws("s3")
    client.create_bucket(Bucket="raw", ObjectLockEnabledForBucket=True)
    return client


@pytest.fixture
def answered(aws):
    """What a reader tells of the bucket `raw` for which S3 answers a call with this, as AWS documents it."""

    def read(reader, operation, answer):
        client = aws("s3")
        with Stubber(client) as stub:
            bucket = {"Name": "raw", "BucketRegion": "us-east-1"}
            stub.add_response("list_buckets", {"Buckets": [bucket]}, {"MaxBuckets": 1000})
            stub.add_response(operation, answer, {"Bucket": "raw"})
            found = list(reader.function(Calls(HOME, lambda service, place: client)))
        return [dict(each.attributes) for each in found]

    return read


def test_encryption_is_read_with_its_key(s3, seen):
    by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
    rule = {"ApplyServerSideEncryptionByDefault": by_default, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket="raw", ServerSideEncryptionConfiguration={"Rules": [rule]})
    told = [{"kms_master_key_id": KEY, "sse_algorithm": "aws:kms"}]
    assert seen("aws_s3_bucket_server_side_encryption_configuration") == [
        {
            "bucket": "raw",
            "rule": [{"apply_server_side_encryption_by_default": told, "bucket_key_enabled": True}],
        }
    ]


def test_encryptions_that_uploads_may_not_name_are_read(answered):
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BucketKeyEnabled": False,
        "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
    }
    answer = {"ServerSideEncryptionConfiguration": {"Rules": [rule]}}
    assert answered(encryption, "get_bucket_encryption", answer) == [
        {
            "bucket": "raw",
            "rule": [
                {
                    "apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}],
                    "blocked_encryption_types": ["SSE-C"],
                    "bucket_key_enabled": False,
                }
            ],
        }
    ]


@pytest.mark.parametrize("status", ["Enabled", "Suspended"])
def test_versioning_is_read(s3, seen, status):
    s3.create_bucket(Bucket="plain")
    s3.put_bucket_versioning(Bucket="plain", VersioningConfiguration={"Status": status})
    assert {"bucket": "plain", "versioning_configuration": [{"status": status}]} in seen("aws_s3_bucket_versioning")


def test_a_bucket_that_never_kept_versions_has_no_versioning(aws, seen):
    aws("s3").create_bucket(Bucket="plain")
    assert seen("aws_s3_bucket_versioning") == []


def test_a_lock_with_a_retention_is_read(s3, seen):
    retention = {"DefaultRetention": {"Mode": "COMPLIANCE", "Years": 7}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": retention}
    s3.put_object_lock_configuration(Bucket="raw", ObjectLockConfiguration=lock)
    assert seen("aws_s3_bucket_object_lock_configuration") == [
        {
            "bucket": "raw",
            "object_lock_enabled": "Enabled",
            "rule": [{"default_retention": [{"mode": "COMPLIANCE", "years": 7}]}],
        }
    ]


def test_a_lock_without_a_retention_is_the_bucket_s_alone(s3, seen):
    assert seen("aws_s3_bucket_object_lock_configuration") == []


def test_access_logs_are_read_with_where_they_go(s3, seen):
    s3.create_bucket(Bucket="access-logs")
    service = {"Service": "logging.s3.amazonaws.com"}
    allow = {
        "Effect": "Allow",
        "Principal": service,
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::access-logs/*",
    }
    s3.put_bucket_policy(Bucket="access-logs", Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
    enabled = {"TargetBucket": "access-logs", "TargetPrefix": "raw/"}
    s3.put_bucket_logging(Bucket="raw", BucketLoggingStatus={"LoggingEnabled": enabled})
    assert seen("aws_s3_bucket_logging") == [{"bucket": "raw", "target_bucket": "access-logs", "target_prefix": "raw/"}]


def test_access_logs_are_read_with_their_keys_and_their_grants(answered):
    grant = {"Grantee": {"Type": "CanonicalUser", "ID": "a" * 64}, "Permission": "READ"}
    enabled = {
        "TargetBucket": "access-logs",
        "TargetPrefix": "",
        "TargetGrants": [grant],
        "TargetObjectKeyFormat": {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}},
    }
    assert answered(logging, "get_bucket_logging", {"LoggingEnabled": enabled}) == [
        {
            "bucket": "raw",
            "target_bucket": "access-logs",
            "target_grant": [{"grantee": [{"id": "a" * 64, "type": "CanonicalUser"}], "permission": "READ"}],
            "target_object_key_format": [{"partitioned_prefix": [{"partition_date_source": "EventTime"}]}],
            "target_prefix": "",
        }
    ]


def test_a_lifecycle_is_read_with_all_it_does(s3, seen):
    rule = {
        "ID": "retention",
        "Status": "Enabled",
        "Filter": {"Prefix": "raw/"},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        "Expiration": {"Days": 3000},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 2557},
        "NoncurrentVersionTransitions": [{"NoncurrentDays": 30, "StorageClass": "STANDARD_IA"}],
        "Transitions": [{"Days": 90, "StorageClass": "GLACIER"}],
    }
    s3.put_bucket_lifecycle_configuration(Bucket="raw", LifecycleConfiguration={"Rules": [rule]})
    assert seen("aws_s3_bucket_lifecycle_configuration") == [
        {
            "bucket": "raw",
            "rule": [
                {
                    "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
                    "expiration": [{"days": 3000}],
                    "filter": [{"prefix": "raw/"}],
                    "id": "retention",
                    "noncurrent_version_expiration": [{"noncurrent_days": 2557}],
                    "noncurrent_version_transition": [{"noncurrent_days": 30, "storage_class": "STANDARD_IA"}],
                    "status": "Enabled",
                    "transition": [{"days": 90, "storage_class": "GLACIER"}],
                }
            ],
            "transition_default_minimum_object_size": "all_storage_classes_128K",
        }
    ]


def test_a_lifecycle_is_read_with_its_dates_its_tags_and_its_sizes(answered):
    both = {"Prefix": "a", "Tags": [{"Key": "Team", "Value": "b"}], "ObjectSizeGreaterThan": 5}
    rules = [
        {
            "ID": "one",
            "Status": "Enabled",
            "Filter": {"And": both},
            "Expiration": {"Date": datetime(2030, 1, 1, tzinfo=UTC)},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 3},
        },
        {"ID": "two", "Status": "Disabled", "Filter": {"Tag": {"Key": "Team", "Value": "b"}}},
        {"ID": "old", "Status": "Enabled", "Prefix": "tmp/", "Expiration": {"ExpiredObjectDeleteMarker": True}},
    ]
    found = answered(lifecycles, "get_bucket_lifecycle_configuration", {"Rules": rules})
    told = [{"object_size_greater_than": 5, "prefix": "a", "tags": {"Team": "b"}}]
    assert found[0]["rule"] == [
        {
            "expiration": [{"date": "2030-01-01T00:00:00Z"}],
            "filter": [{"and": told}],
            "id": "one",
            "noncurrent_version_expiration": [{"newer_noncurrent_versions": 3, "noncurrent_days": 1}],
            "status": "Enabled",
        },
        {"filter": [{"tag": [{"key": "Team", "value": "b"}]}], "id": "two", "status": "Disabled"},
        {"expiration": [{"expired_object_delete_marker": True}], "id": "old", "prefix": "tmp/", "status": "Enabled"},
    ]


def test_a_replication_is_read_with_where_it_leads(s3, aws, seen):
    aws("s3").create_bucket(Bucket="copy", ObjectLockEnabledForBucket=True)
    role = "arn:aws:iam::777777777777:role/copies"
    rule = {
        "ID": "all",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": "arn:aws:s3:::copy"},
    }
    s3.put_bucket_replication(Bucket="raw", ReplicationConfiguration={"Role": role, "Rules": [rule]})
    assert seen("aws_s3_bucket_replication_configuration") == [
        {
            "bucket": "raw",
            "role": role,
            "rule": [
                {
                    "delete_marker_replication": [{"status": "Disabled"}],
                    "destination": [{"bucket": "arn:aws:s3:::copy"}],
                    "filter": [{"prefix": ""}],
                    "id": "all",
                    "priority": 1,
                    "status": "Enabled",
                }
            ],
        }
    ]


def test_a_replication_is_read_with_its_key_and_its_new_owner(answered):
    destination = {
        "Bucket": "arn:aws:s3:::copy",
        "Account": "999999999999",
        "AccessControlTranslation": {"Owner": "Destination"},
        "EncryptionConfiguration": {"ReplicaKmsKeyID": KEY},
        "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
    }
    selection = {"SseKmsEncryptedObjects": {"Status": "Enabled"}}
    rule = {"Status": "Enabled", "SourceSelectionCriteria": selection, "Destination": destination}
    answer = {"ReplicationConfiguration": {"Role": "role", "Rules": [rule]}}
    assert answered(replications, "get_bucket_replication", answer)[0]["rule"] == [
        {
            "destination": [
                {
                    "access_control_translation": [{"owner": "Destination"}],
                    "account": "999999999999",
                    "bucket": "arn:aws:s3:::copy",
                    "encryption_configuration": [{"replica_kms_key_id": KEY}],
                    "replication_time": [{"status": "Enabled", "time": [{"minutes": 15}]}],
                }
            ],
            "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"status": "Enabled"}]}],
            "status": "Enabled",
        }
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_logging",
        "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_server_side_encryption_configuration",
    ],
)
def test_of_what_a_bucket_does_not_have_nothing_is_told(s3, seen, kind):
    assert seen(kind) == []
