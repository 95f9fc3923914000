from __future__ import annotations

import pytest

from phizone_stacks.live.readers.logs import resource_policies

KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
ARN = "arn:aws:logs:us-east-1:777777777777:log-group:/jobs"


def test_a_log_group_is_read_with_its_key_its_retention_and_its_tags(aws, seen):
    aws("logs").create_log_group(logGroupName="/jobs", kmsKeyId=KEY, tags={"Team": "cardiology"})
    aws("logs").put_retention_policy(logGroupName="/jobs", retentionInDays=2557)
    assert seen("aws_cloudwatch_log_group") == [
        {"arn": ARN, "kms_key_id": KEY, "name": "/jobs", "retention_in_days": 2557, "tags": {"Team": "cardiology"}}
    ]


def test_a_log_group_without_retention_keeps_its_events_for_ever(aws, seen):
    aws("logs").create_log_group(logGroupName="/jobs")
    assert seen("aws_cloudwatch_log_group") == [{"arn": ARN, "name": "/jobs", "retention_in_days": 0, "tags": {}}]


@pytest.fixture
def many(aws):
    """Names of more log groups than a page holds."""
    names = [f"/group-{number:03}" for number in range(120)]
    for name in names:
        aws("logs").create_log_group(logGroupName=name)
    return names


def test_log_groups_of_all_pages_are_read(many, seen):
    assert [group["name"] for group in seen("aws_cloudwatch_log_group")] == many


def test_a_metric_filter_is_read_with_what_it_counts(aws, seen):
    aws("logs").create_log_group(logGroupName="/trail")
    metric = {
        "metricName": "logins",
        "metricNamespace": "us/trail",
        "metricValue": "1",
        "defaultValue": 0.0,
        "unit": "Count",
    }
    aws("logs").put_metric_filter(
        logGroupName="/trail", filterName="logins", filterPattern="{ $.a = 1 }", metricTransformations=[metric]
    )
    transformation = {"name": "logins", "namespace": "us/trail", "value": "1", "default_value": "0", "unit": "Count"}
    assert seen("aws_cloudwatch_log_metric_filter") == [
        {
            "log_group_name": "/trail",
            "metric_transformation": [transformation],
            "name": "logins",
            "pattern": "{ $.a = 1 }",
        }
    ]


def test_a_resource_policy_is_read_as_text(aws, seen):
    policy = '{"Statement": [], "Version": "2012-10-17"}'
    aws("logs").create_log_group(logGroupName="/jobs")
    aws("logs").put_resource_policy(policyName="dns", policyDocument=policy)
    assert seen("aws_cloudwatch_log_resource_policy") == [{"policy_document": policy, "policy_name": "dns"}]


def test_a_policy_that_is_written_on_one_log_group_is_read_with_the_group(answered):
    policy = '{"Statement": [], "Version": "2012-10-17"}'
    on_all = {"policyName": "dns", "policyDocument": policy, "policyScope": "ACCOUNT"}
    on_one = {"policyDocument": policy, "policyScope": "RESOURCE", "resourceArn": ARN, "revisionId": "1"}
    answers = [
        ("logs.describe_resource_policies", {"resourcePolicies": [on_all]}),
        ("logs.describe_log_groups", {"logGroups": [{"arn": f"{ARN}:*", "logGroupName": "/jobs"}]}),
        ("logs.describe_resource_policies", {"resourcePolicies": [on_one]}),
    ]
    assert answered(resource_policies, *answers) == [
        {"policy_document": policy, "policy_name": "dns"},
        {"policy_document": policy, "resource_arn": ARN},
    ]


def test_a_subscription_filter_is_read_with_its_destination(aws, seen):
    aws("logs").create_log_group(logGroupName="/jobs")
    aws("logs").create_log_group(logGroupName="/silent")
    stream = aws("kinesis")
    stream.create_stream(StreamName="away", ShardCount=1)
    arn = stream.describe_stream(StreamName="away")["StreamDescription"]["StreamARN"]
    role = "arn:aws:iam::777777777777:role/away"
    aws("logs").put_subscription_filter(
        logGroupName="/jobs", filterName="away", filterPattern="", destinationArn=arn, roleArn=role
    )
    assert seen("aws_cloudwatch_log_subscription_filter") == [
        {
            "destination_arn": arn,
            "distribution": "ByLogStream",
            "filter_pattern": "",
            "log_group_name": "/jobs",
            "name": "away",
            "role_arn": role,
        }
    ]
