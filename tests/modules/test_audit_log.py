"""The trail records every account and region, and the archive keeps what it records."""

from __future__ import annotations

import dataclasses
import json

from phizone_modules.audit_log import (
    AuditArchive,
    AuditArchiveArgs,
    OrganizationTrail,
    OrganizationTrailArgs,
    log_group_arn,
    log_group_key_use,
    trail_arn,
    trail_key_use,
)

ARCHIVE = "arn:aws:s3:::meridian-shared-audit-archive-444444444444"
TRAIL = "arn:aws:cloudtrail:us-east-1:111111111111:trail/meridian-shared-trail"
KEY = "arn:aws:kms:us-east-1:444444444444:key/0"


def test_the_archive_is_locked_and_only_the_trail_writes_to_it(scope, build):
    archive = dataclasses.replace(scope, environment="shared", team="platform")
    args = AuditArchiveArgs(
        scope=archive,
        management=dataclasses.replace(archive, account="111111111111"),
        key_arn=KEY,
        log_bucket="meridian-shared-access-logs-444444444444",
        administrators=[archive.role_arn("deploy")],
        readers=[archive.role_arn("auditor")],
        lock_years=7,
    )
    graph = build(lambda opts: AuditArchive("archive", args, opts))
    assert {node.component for node in graph} == {("AuditArchive archive", "Bucket archive")}
    lock = graph["workspace.prod/aws_s3_bucket_object_lock_configuration.archive"]
    assert lock.blocks("rule") == [{"default_retention": [{"mode": "COMPLIANCE", "years": 7}]}]
    policy = json.loads(graph["workspace.prod/aws_s3_bucket_policy.archive"].text("policy"))["Statement"]
    assert [s for s in policy if s["Effect"] == "Allow"] == [
        {
            "Sid": "TrailReadsTheAcl",
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "s3:GetBucketAcl",
            "Resource": ARCHIVE,
            "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
        },
        {
            "Sid": "TrailWrites",
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": [f"{ARCHIVE}/AWSLogs/111111111111/*", f"{ARCHIVE}/AWSLogs/o-exampleorg0/*"],
            "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
        },
    ]
    statements = {s["Sid"]: s for s in policy}
    assert statements["ObjectsThroughOurEndpointsOnly"]["Condition"] == {
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
        "ArnNotLikeIfExists": {"aws:PrincipalArn": ["arn:aws:iam::444444444444:role/meridian-shared-auditor"]},
    }


def test_the_trail_covers_the_organization_and_proves_its_files(scope, build):
    args = OrganizationTrailArgs(
        scope=dataclasses.replace(scope, environment="shared", team="platform", account="111111111111"),
        archive="meridian-shared-audit-archive-444444444444",
        key_arn=KEY,
        log_key_arn="arn:aws:kms:us-east-1:111111111111:key/1",
        boundary_arn="arn:aws:iam::111111111111:policy/meridian-shared-boundary",
        phi_bucket_prefixes=["meridian-prod-"],
    )
    graph = build(lambda opts: OrganizationTrail("trail", args, opts))
    assert {(node.type, node.get("name")) for node in graph if node.peek("name")} == {
        ("aws_cloudtrail", "meridian-shared-trail"),
        ("aws_cloudwatch_log_group", "/meridian/shared/trail"),
        ("aws_iam_policy", "meridian-shared-trail-delivery"),
        ("aws_iam_role", "meridian-shared-trail-delivery"),
    }
    trail = graph["workspace.prod/aws_cloudtrail.trail"]
    assert (
        trail.get("is_organization_trail"),
        trail.get("is_multi_region_trail"),
        trail.get("include_global_service_events"),
        trail.get("enable_logging"),
        trail.get("enable_log_file_validation"),
        trail.protect,
    ) == (True, True, True, True, True, True)
    assert (trail.get("kms_key_id"), trail.get("s3_bucket_name")) == (
        KEY,
        "meridian-shared-audit-archive-444444444444",
    )
    assert set(graph.refers_to(trail)) >= {
        "workspace.prod/aws_cloudwatch_log_group.trail",
        "workspace.prod/aws_iam_role.trail",
    }
    assert trail.blocks("event_selector") == []
    group = graph["workspace.prod/aws_cloudwatch_log_group.trail"]
    assert (group.get("kms_key_id"), group.get("retention_in_days"), group.protect) == (
        "arn:aws:kms:us-east-1:111111111111:key/1",
        2557,
        True,
    )


def test_the_trail_records_data_events_of_phi_buckets_and_of_what_serves_phi(scope, build):
    args = OrganizationTrailArgs(
        scope=dataclasses.replace(scope, environment="shared", team="platform", account="111111111111"),
        archive="archive",
        key_arn=KEY,
        log_key_arn=KEY,
        boundary_arn="arn:aws:iam::111111111111:policy/meridian-shared-boundary",
        phi_bucket_prefixes=["meridian-prod-cardiology-", "meridian-prod-radiology-"],
    )
    graph = build(lambda opts: OrganizationTrail("trail", args, opts))
    assert graph["workspace.prod/aws_cloudtrail.trail"].blocks("advanced_event_selector") == [
        {"name": "Management events", "field_selector": [{"field": "eventCategory", "equals": ["Management"]}]},
        {
            "name": "Objects of PHI buckets",
            "field_selector": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::S3::Object"]},
                {
                    "field": "resources.ARN",
                    "starts_with": [
                        "arn:aws:s3:::meridian-prod-cardiology-",
                        "arn:aws:s3:::meridian-prod-radiology-",
                    ],
                },
            ],
        },
        {
            "name": "Function invocations",
            "field_selector": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::Lambda::Function"]},
            ],
        },
        {
            "name": "Model endpoint invocations",
            "field_selector": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::SageMaker::Endpoint"]},
            ],
        },
        {
            "name": "Feature record reads and writes",
            "field_selector": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::SageMaker::FeatureGroup"]},
            ],
        },
    ]


def test_without_phi_the_trail_records_management_events_only(scope, build):
    args = OrganizationTrailArgs(
        scope=scope, archive="archive", key_arn=KEY, log_key_arn=KEY, boundary_arn="arn:aws:iam::1:policy/b-boundary"
    )
    graph = build(lambda opts: OrganizationTrail("trail", args, opts))
    assert graph["workspace.prod/aws_cloudtrail.trail"].blocks("advanced_event_selector") == [
        {"name": "Management events", "field_selector": [{"field": "eventCategory", "equals": ["Management"]}]}
    ]


def test_the_delivery_role_is_bounded_and_writes_this_trails_streams_only(scope, build):
    args = OrganizationTrailArgs(
        scope=dataclasses.replace(scope, environment="shared", team="platform", account="111111111111"),
        archive="archive",
        key_arn=KEY,
        log_key_arn=KEY,
        boundary_arn="arn:aws:iam::111111111111:policy/meridian-shared-boundary",
    )
    graph = build(lambda opts: OrganizationTrail("trail", args, opts))
    role = graph["workspace.prod/aws_iam_role.trail"]
    assert role.get("permissions_boundary") == "arn:aws:iam::111111111111:policy/meridian-shared-boundary"
    assert json.loads(role.text("assume_role_policy"))["Statement"] == [
        {
            "Sid": "CloudTrail",
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ]
    streams = "arn:aws:logs:us-east-1:111111111111:log-group:/meridian/shared/trail:log-stream:"
    assert json.loads(graph["workspace.prod/aws_iam_policy.trail"].text("policy"))["Statement"] == [
        {
            "Sid": "DeliverEvents",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"{streams}111111111111_CloudTrail_us-east-1*", f"{streams}o-exampleorg0_*"],
        }
    ]
    attachment = graph["workspace.prod/aws_iam_role_policy_attachment.trail"]
    assert attachment.get("role") == "meridian-shared-trail-delivery"
    assert graph.target(attachment.get("policy_arn")) is graph["workspace.prod/aws_iam_policy.trail"]


def test_cloudtrail_uses_the_archives_key_for_this_trail_only(scope):
    management = dataclasses.replace(scope, environment="shared", team="platform", account="111111111111")
    use = trail_key_use(management)
    assert trail_arn(management) == TRAIL
    assert use.service == "cloudtrail.amazonaws.com"
    assert set(use.actions) == {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"}
    assert use.condition == {
        "StringEquals": {"aws:SourceArn": TRAIL},
        "StringLikeIfExists": {"kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111111111111:trail/*"},
    }


def test_cloudwatch_logs_uses_a_key_for_our_log_groups_and_those_named(scope):
    use = log_group_key_use(scope, "/aws/sagemaker/*")
    assert use.service == "logs.us-east-1.amazonaws.com"
    assert use.condition == {
        "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": [
                "arn:aws:logs:us-east-1:444444444444:log-group:/meridian/prod/*",
                "arn:aws:logs:us-east-1:444444444444:log-group:/aws/sagemaker/*",
            ]
        }
    }
    assert log_group_arn(scope, "flow") == "arn:aws:logs:us-east-1:444444444444:log-group:/meridian/prod/flow"
