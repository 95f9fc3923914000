"""Buckets are private, versioned, logged, under one key, and reached through our endpoints only."""

from __future__ import annotations

import dataclasses
import json

import pulumi
import pytest
from pulumi_aws import ec2, kms

from phizone_modules.bucket_policy import own_key_only, through_endpoints_only
from phizone_modules.policy import allow
from phizone_modules.storage import AccessLogBucket, AccessLogBucketArgs, Bucket, BucketArgs, bucket_name
from phizone_modules.tags import Classification

KEY = "arn:aws:kms:us-east-1:444444444444:key/0"
RAW = "arn:aws:s3:::meridian-prod-cardiology-raw-444444444444"
LOGS = "arn:aws:s3:::meridian-prod-access-logs-444444444444"


@pytest.fixture
def args(scope):
    return BucketArgs(
        scope=scope,
        purpose="raw",
        classification=Classification.PHI,
        key_arn=KEY,
        log_bucket="meridian-prod-access-logs-444444444444",
        noncurrent_days=2557,
        administrators=[scope.role_arn("deploy")],
    )


@pytest.fixture
def raw(args, build):
    return build(lambda opts: Bucket("raw", args, opts))


def test_a_bucket_is_made_of_its_settings(raw):
    assert {(node.type, node.name) for node in raw} == {
        ("aws_s3_bucket", "raw"),
        ("aws_s3_bucket_lifecycle_configuration", "raw"),
        ("aws_s3_bucket_logging", "raw"),
        ("aws_s3_bucket_ownership_controls", "raw"),
        ("aws_s3_bucket_policy", "raw"),
        ("aws_s3_bucket_public_access_block", "raw"),
        ("aws_s3_bucket_server_side_encryption_configuration", "raw"),
        ("aws_s3_bucket_versioning", "raw"),
    }
    bucket = raw["workspace.prod/aws_s3_bucket.raw"]
    assert (bucket.get("bucket"), bucket.get("force_destroy"), bucket.protect) == (
        RAW.removeprefix("arn:aws:s3:::"),
        False,
        True,
    )
    assert bucket.get("tags.DataClassification") == "PHI"
    assert {node.get("region") for node in raw} == {"us-east-1"}
    assert {raw.target(node.get("bucket")) for node in raw if node is not bucket} == {bucket}


def test_a_bucket_is_under_its_key_and_nothing_opens_it(raw):
    encryption = raw["workspace.prod/aws_s3_bucket_server_side_encryption_configuration.raw"]
    assert encryption.blocks("rule") == [
        {
            "apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}],
            "bucket_key_enabled": True,
        }
    ]
    block = raw["workspace.prod/aws_s3_bucket_public_access_block.raw"]
    assert (
        block.get("block_public_acls"),
        block.get("block_public_policy"),
        block.get("ignore_public_acls"),
        block.get("restrict_public_buckets"),
    ) == (True, True, True, True)
    assert (
        raw["workspace.prod/aws_s3_bucket_ownership_controls.raw"].get("rule.0.object_ownership")
        == "BucketOwnerEnforced"
    )


def test_a_bucket_keeps_its_versions_and_logs_its_accesses(raw):
    assert raw["workspace.prod/aws_s3_bucket_versioning.raw"].get("versioning_configuration.0.status") == "Enabled"
    logging = raw["workspace.prod/aws_s3_bucket_logging.raw"]
    assert logging.get("target_bucket") == "meridian-prod-access-logs-444444444444"
    assert logging.get("target_prefix") == "meridian-prod-cardiology-raw-444444444444/"
    rule = raw["workspace.prod/aws_s3_bucket_lifecycle_configuration.raw"].blocks("rule")
    assert rule == [
        {
            "id": "retention",
            "status": "Enabled",
            "filter": [{"prefix": ""}],
            "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
            "noncurrent_version_transition": [{"noncurrent_days": 30, "storage_class": "STANDARD_IA"}],
            "noncurrent_version_expiration": [{"noncurrent_days": 2557}],
        }
    ]


def test_a_bucket_refuses_plain_transport_strangers_other_keys_and_other_ways(scope, args, build):
    bound = dataclasses.replace(
        args,
        vpc_endpoint_ids=["vpce-1", "vpce-2"],
        exempt_role_arns=[scope.role_arn("replication")],
        statements=[allow("MacieReads", actions="s3:GetObject", resources=f"{RAW}/*", principal={"AWS": "*"})],
    )
    graph = build(lambda opts: Bucket("raw", bound, opts))
    policy = json.loads(graph["workspace.prod/aws_s3_bucket_policy.raw"].text("policy"))["Statement"]
    assert {(s["Sid"], s["Effect"]) for s in policy} == {
        ("NobodyWithoutTls", "Deny"),
        ("NobodyWithOldTls", "Deny"),
        ("NobodyOutsideTheOrganization", "Deny"),
        ("NoUploadUnderAnotherKey", "Deny"),
        ("NoUploadUnderAnotherEncryption", "Deny"),
        ("NoUploadUnderTheAwsManagedKey", "Deny"),
        ("NoUploadUnderTheCallersKey", "Deny"),
        ("ObjectsThroughOurEndpointsOnly", "Deny"),
        ("ListingThroughOurEndpointsOnly", "Deny"),
        ("MacieReads", "Allow"),
    }
    statements = {s["Sid"]: s for s in policy}
    assert statements["NobodyWithoutTls"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statements["NobodyWithOldTls"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
    assert statements["NobodyOutsideTheOrganization"] == {
        "Sid": "NobodyOutsideTheOrganization",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [RAW, f"{RAW}/*"],
        "Condition": {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg0"},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    }
    assert statements["ObjectsThroughOurEndpointsOnly"]["Condition"] == {
        "StringNotEqualsIfExists": {"aws:SourceVpce": ["vpce-1", "vpce-2"]},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
        "ArnNotLikeIfExists": {"aws:PrincipalArn": ["arn:aws:iam::444444444444:role/meridian-prod-replication"]},
    }


def test_an_upload_without_encryption_headers_passes_and_any_header_but_our_keys_is_refused():
    key, kind = "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-server-side-encryption"
    statements = own_key_only(RAW, KEY)
    assert {s["Sid"]: s["Condition"] for s in statements} == {
        "NoUploadUnderAnotherKey": {"StringNotEquals": {key: KEY}, "Null": {key: "false"}},
        "NoUploadUnderAnotherEncryption": {"StringNotEquals": {kind: "aws:kms"}, "Null": {kind: "false"}},
        "NoUploadUnderTheAwsManagedKey": {"Null": {kind: "false", key: "true"}},
        "NoUploadUnderTheCallersKey": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "false"}},
    }
    assert {(s["Effect"], s["Action"], s["Resource"], s["Principal"]) for s in statements} == {
        ("Deny", "s3:PutObject", f"{RAW}/*", "*")
    }


def test_only_data_actions_are_bound_to_endpoints_and_administrators_may_list_but_not_read():
    objects, listing = through_endpoints_only(
        RAW, endpoints=["vpce-1"], exempt=["arn:backup"], administrators=["arn:deploy"]
    )
    assert (set(objects["Action"]), objects["Resource"]) == (
        {
            "s3:AbortMultipartUpload",
            "s3:DeleteObject*",
            "s3:GetObject*",
            "s3:ListMultipartUploadParts",
            "s3:PutObject*",
            "s3:ReplicateDelete",
            "s3:ReplicateObject",
            "s3:ReplicateTags",
            "s3:RestoreObject",
        },
        f"{RAW}/*",
    )
    assert objects["Condition"]["ArnNotLikeIfExists"] == {"aws:PrincipalArn": ["arn:backup"]}
    assert (set(listing["Action"]), listing["Resource"]) == (
        {"s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"},
        RAW,
    )
    assert listing["Condition"]["ArnNotLikeIfExists"] == {"aws:PrincipalArn": ["arn:backup", "arn:deploy"]}


def test_without_endpoints_and_exempt_roles_no_principal_but_services_reaches_an_object():
    objects, _ = through_endpoints_only(RAW, endpoints=[], exempt=[], administrators=[])
    assert objects["Condition"] == {
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}
    }


def test_keys_and_endpoints_made_in_the_same_program_stay_references(scope, build):
    def make(opts: pulumi.ResourceOptions) -> None:
        key = kms.Key("raw", opts=opts)
        endpoint = ec2.VpcEndpoint("s3", vpc_id="vpc-1", service_name="com.amazonaws.us-east-1.s3", opts=opts)
        args = BucketArgs(
            scope=scope,
            purpose="raw",
            classification=Classification.PHI,
            key_arn=key.arn,
            log_bucket="logs",
            noncurrent_days=2557,
            administrators=[],
            vpc_endpoint_ids=[endpoint.id],
        )
        Bucket("raw", args, opts)

    graph = build(make)
    encryption = graph["workspace.prod/aws_s3_bucket_server_side_encryption_configuration.raw"]
    key = graph["workspace.prod/aws_kms_key.raw"]
    default = encryption.get("rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id")
    assert graph.target(default) is key
    policy = graph["workspace.prod/aws_s3_bucket_policy.raw"]
    assert set(graph.refers_to(policy)) == {
        "workspace.prod/aws_kms_key.raw",
        "workspace.prod/aws_s3_bucket.raw",
        "workspace.prod/aws_s3_bucket_public_access_block.raw",
        "workspace.prod/aws_vpc_endpoint.s3",
    }


def test_a_locked_bucket_keeps_every_version_in_compliance_mode(args, build):
    models = dataclasses.replace(
        args, purpose="models", classification=Classification.COMPANY_CONFIDENTIAL, object_lock_years=7
    )
    graph = build(lambda opts: Bucket("models", models, opts))
    assert graph["workspace.prod/aws_s3_bucket.models"].get("object_lock_enabled") is True
    lock = graph["workspace.prod/aws_s3_bucket_object_lock_configuration.models"]
    assert lock.blocks("rule") == [{"default_retention": [{"mode": "COMPLIANCE", "years": 7}]}]
    assert graph.target(lock.get("bucket")) is graph["workspace.prod/aws_s3_bucket.models"]


def test_versions_that_would_go_before_they_move_are_refused(args, build):
    with pytest.raises(ValueError, match="noncurrent_days 30 must be more than 30"):
        build(lambda opts: Bucket("raw", dataclasses.replace(args, noncurrent_days=30), opts))


def test_the_platforms_buckets_have_no_team_in_their_names(scope):
    assert bucket_name(dataclasses.replace(scope, team="platform"), "data") == "meridian-prod-data-444444444444"
    assert bucket_name(scope, "data") == "meridian-prod-cardiology-data-444444444444"


def test_an_access_log_bucket_takes_logs_of_its_account_only_and_keeps_them_for_the_retention(scope, build):
    args = AccessLogBucketArgs(scope=dataclasses.replace(scope, team="platform"))
    graph = build(lambda opts: AccessLogBucket("logs", args, opts))
    assert {node.type for node in graph} == {
        "aws_s3_bucket",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
    }
    bucket = graph["workspace.prod/aws_s3_bucket.logs"]
    assert (bucket.get("bucket"), bucket.protect) == ("meridian-prod-access-logs-444444444444", True)
    encryption = graph["workspace.prod/aws_s3_bucket_server_side_encryption_configuration.logs"]
    assert encryption.blocks("rule") == [
        {"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}], "bucket_key_enabled": False}
    ]
    lifecycle = graph["workspace.prod/aws_s3_bucket_lifecycle_configuration.logs"]
    assert lifecycle.get("rule.0.expiration.0.days") == 2557
    policy = json.loads(graph["workspace.prod/aws_s3_bucket_policy.logs"].text("policy"))["Statement"]
    statements = {s["Sid"]: s for s in policy}
    assert set(statements) == {
        "NobodyWithoutTls",
        "NobodyWithOldTls",
        "NobodyOutsideTheOrganization",
        "S3DeliversAccessLogs",
    }
    assert statements["S3DeliversAccessLogs"] == {
        "Sid": "S3DeliversAccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{LOGS}/*",
        "Condition": {
            "ArnLike": {"aws:SourceArn": "arn:aws:s3:::meridian-prod-*"},
            "StringEquals": {"aws:SourceAccount": "444444444444"},
        },
    }
