"""Who reads what is no bucket: what AWS lets in by default, and what policies mean by its ARN."""

from __future__ import annotations

import json

import pytest

CLOSED = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}'
STORES = {
    "aws_kinesis_stream": ("name", "kinesis:GetRecords", "stream/phi"),
    "aws_sagemaker_feature_group": ("feature_group_name", "sagemaker:GetRecord", "feature-group/phi"),
    "aws_ssm_parameter": ("name", "ssm:GetParameter", "parameter/phi"),
}


def test_anybody_mounts_a_file_system_without_a_policy_of_its_own(readers_of):
    found = readers_of("aws_efs_file_system.phi", {"aws_efs_file_system.phi": {}})
    assert found["*"] is True


def test_nobody_mounts_a_file_system_whose_policy_denies_it(readers_of):
    resources = {
        "aws_efs_file_system.phi": {},
        "aws_efs_file_system_policy.phi": {
            "file_system_id": {"$ref": {"address": "aws_efs_file_system.phi", "attribute": "id"}},
            "policy": CLOSED,
        },
    }
    assert readers_of("aws_efs_file_system.phi", resources) == {}


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize(("name", "expected"), [("phi", {"aws_iam_role.dev": True}), ("other", {})])
def test_who_may_read_what_a_policy_names_by_its_arn_reads_that_and_nothing_else(
    readers_of, reader, kind, name, expected
):
    named, action, arn = STORES[kind]
    role = reader([action], f"arn:aws:{action.partition(':')[0]}:*:*:{arn}")
    assert readers_of(f"{kind}.phi", {f"{kind}.phi": {named: name}, "aws_iam_role.dev": role}) == expected


READS = [
    ("aws_backup_vault", "name", "backup:StartRestoreJob", "arn:aws:backup:*:*:recovery-point:*"),
    ("aws_cloudwatch_log_group", "name", "logs:StartLiveTail", "arn:aws:logs:*:*:log-group:phi:*"),
    ("aws_cloudwatch_log_group", "name", "logs:StartQuery", "arn:aws:logs:*:*:log-group:phi"),
    ("aws_dynamodb_table", "name", "dynamodb:ExportTableToPointInTime", "*"),
    ("aws_dynamodb_table", "name", "dynamodb:GetRecords", "arn:aws:dynamodb:*:*:table/phi/stream/*"),
    ("aws_dynamodb_table", "name", "dynamodb:PartiQLSelect", "arn:aws:dynamodb:*:*:table/phi"),
    ("aws_dynamodb_table", "name", "dynamodb:Query", "arn:aws:dynamodb:*:*:table/phi/index/*"),
    ("aws_kinesis_stream", "name", "kinesis:SubscribeToShard", "arn:aws:kinesis:*:*:stream/phi/consumer/*"),
    ("aws_ssm_parameter", "name", "ssm:GetParameterHistory", "*"),
    ("aws_ssm_parameter", "name", "ssm:GetParameters", "*"),
    ("aws_ssm_parameter", "name", "ssm:GetParametersByPath", "*"),
]


@pytest.mark.parametrize(("kind", "named", "action", "resource"), READS)
def test_every_action_that_hands_out_data_reads_it_from_whatever_it_is_asked_of(
    readers_of, reader, kind, named, action, resource
):
    found = readers_of(f"{kind}.phi", {f"{kind}.phi": {named: "phi"}, "aws_iam_role.dev": reader([action], resource)})
    assert found == {"aws_iam_role.dev": True}


TAGGED = [
    ("aws_cloudwatch_log_group", "logs:TagResource", "logs:GetLogEvents"),
    ("aws_kinesis_stream", "kinesis:AddTagsToStream", "kinesis:GetRecords"),
    ("aws_secretsmanager_secret", "secretsmanager:UntagResource", "secretsmanager:GetSecretValue"),
    ("aws_ssm_parameter", "ssm:AddTagsToResource", "ssm:GetParameter"),
]


@pytest.mark.parametrize(("kind", "tags", "reads"), TAGGED)
def test_who_changes_the_tags_of_a_store_is_held_back_by_no_condition_on_them(readers_of, reader, kind, tags, reads):
    unlike = {"Condition": {"StringNotEquals": {"aws:ResourceTag/Team": "cardiology"}}}
    dev = reader([reads], **unlike)
    dev["inline_policy"].append(reader([tags])["inline_policy"][0])
    store = {"name": "phi", "tags": {"Team": "cardiology"}}
    assert readers_of(f"{kind}.phi", {f"{kind}.phi": store, "aws_iam_role.dev": dev}) == {"aws_iam_role.dev": True}


@pytest.mark.parametrize(("actions", "expected"), [(["s3:DeleteBucketPolicy"], True), (["s3:GetBucketPolicy"], None)])
def test_who_deletes_the_policy_of_a_bucket_is_denied_nothing_by_it(readers_of, reader, actions, expected):
    resources = {
        "aws_s3_bucket.phi": {"bucket": "phi-raw"},
        "aws_s3_bucket_policy.phi": {
            "bucket": "phi-raw",
            "policy": CLOSED.replace('"Action": "*"', '"Action": "s3:GetObject"'),
        },
        "aws_iam_role.dev": reader(["s3:GetObject", *actions]),
    }
    assert readers_of("aws_s3_bucket.phi", resources).get("aws_iam_role.dev") is expected


def test_who_deletes_the_policy_of_a_file_system_mounts_it_as_anybody_may(readers_of, reader):
    denies = {"Effect": "Deny", "Principal": "*", "Action": "elasticfilesystem:ClientMount", "Resource": "*"}
    resources = {
        "aws_efs_file_system.phi": {},
        "aws_efs_file_system_policy.phi": {
            "file_system_id": {"$ref": {"address": "aws_efs_file_system.phi", "attribute": "id"}},
            "policy": json.dumps({"Statement": [denies]}),
        },
        "aws_iam_role.dev": reader(["elasticfilesystem:DeleteFileSystemPolicy"]),
    }
    assert readers_of("aws_efs_file_system.phi", resources) == {"aws_iam_role.dev": True}


def test_a_policy_reaches_whom_its_attachment_names_by_a_pieced_text(readers_of, reader):
    role = {**reader(["s3:GetObject"]), "name": "dev", "inline_policy": []}
    end = {"$ref": {"address": "aws_iam_role.end", "attribute": "name"}}
    resources = {
        "aws_s3_bucket.phi": {"bucket": "phi-raw"},
        "aws_iam_role.dev": role,
        "aws_iam_role.end": {**role, "name": "ev"},
        "aws_iam_policy.read": {"name": "read", "policy": reader(["s3:GetObject"])["inline_policy"][0]["policy"]},
        "aws_iam_role_policy_attachment.read": {
            "role": {"$template": ["d", end]},
            "policy_arn": {"$ref": {"address": "aws_iam_policy.read", "attribute": "arn"}},
        },
    }
    assert readers_of("aws_s3_bucket.phi", resources) == {"aws_iam_role.dev": True}
