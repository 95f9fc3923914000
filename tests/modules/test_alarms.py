"""Every signal has a filter on the trail's log group and an alarm that reaches somebody."""

from __future__ import annotations

import dataclasses
import json

import pytest

from phizone_modules.alarm_signals import PATTERN_LIMIT, signals
from phizone_modules.alarms import AlertTopic, AlertTopicArgs, TrailAlarms, TrailAlarmsArgs, alarm_key_use

KEY = "arn:aws:kms:us-east-1:111111111111:key/0"
TOPIC = "arn:aws:sns:us-east-1:111111111111:meridian-shared-alerts"
NAMES = {
    "break-glass",
    "bucket-policy-change",
    "config-change",
    "gateway-change",
    "iam-change",
    "key-loss",
    "network-acl-change",
    "organization-change",
    "root-use",
    "route-change",
    "security-group-change",
    "sign-in-failure",
    "sign-in-without-mfa",
    "trail-change",
    "unauthorized-calls",
    "vpc-change",
}


@pytest.fixture
def management(scope):
    return dataclasses.replace(scope, environment="shared", team="platform", account="111111111111")


@pytest.fixture
def alarms(management, build):
    args = TrailAlarmsArgs(scope=management, log_group_name="/meridian/shared/trail", topic_arn=TOPIC)
    return build(lambda opts: TrailAlarms("trail", args, opts))


def test_each_signal_is_counted_on_the_trail_and_its_alarm_speaks_to_the_topic(alarms):
    filters = alarms.of_type("aws_cloudwatch_log_metric_filter")
    assert {node.get("log_group_name") for node in filters} == {"/meridian/shared/trail"}
    assert {node.get("name") for node in filters} == {f"meridian-shared-{name}" for name in NAMES}
    counted = {node.get("pattern"): node.get("metric_transformation") for node in filters}
    assert counted == {
        signal.pattern: [{"name": signal.name, "namespace": "meridian/trail", "value": "1"}]
        for signal in signals("meridian")
    }
    watched = alarms.of_type("aws_cloudwatch_metric_alarm")
    assert {(node.get("namespace"), node.get("metric_name")) for node in watched} == {
        ("meridian/trail", name) for name in NAMES
    }
    assert {(tuple(node.get("alarm_actions")), node.get("actions_enabled")) for node in watched} == {((TOPIC,), True)}


def test_one_event_is_enough_for_an_alarm_and_silence_is_none(alarms):
    settings = ("statistic", "period", "evaluation_periods", "threshold", "comparison_operator", "treat_missing_data")
    told = {tuple(node.get(name) for name in settings) for node in alarms.of_type("aws_cloudwatch_metric_alarm")}
    assert told == {("Sum", 300, 1, 1, "GreaterThanOrEqualToThreshold", "notBreaching")}


def test_no_pattern_is_longer_than_cloudwatch_logs_takes():
    assert max(len(signal.pattern) for signal in signals("a" * 30)) <= PATTERN_LIMIT


def test_an_alarm_s_text_holds_nothing_of_an_event(alarms):
    meanings = {node.get("alarm_description") for node in alarms.of_type("aws_cloudwatch_metric_alarm")}
    assert meanings == {signal.meaning for signal in signals("meridian")}
    assert [each for each in meanings if "$" in each] == []


def test_the_topic_is_under_our_key_and_only_this_account_s_alarms_publish_over_tls(management, build):
    args = AlertTopicArgs(scope=management, key_arn=KEY, addresses=["cloud-audit@example.org"])
    graph = build(lambda opts: AlertTopic("alerts", args, opts))
    topic = graph["workspace.prod/aws_sns_topic.alerts"]
    assert (topic.get("name"), topic.get("kms_master_key_id")) == ("meridian-shared-alerts", KEY)
    assert json.loads(graph["workspace.prod/aws_sns_topic_policy.alerts"].text("policy"))["Statement"] == [
        {
            "Sid": "AlarmsPublish",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": TOPIC,
            "Condition": {
                "ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111111111111:alarm:meridian-shared-*"},
                "StringEquals": {"aws:SourceAccount": "111111111111"},
            },
        },
        {
            "Sid": "NobodyWithoutTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": TOPIC,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ]
    subscription = graph["workspace.prod/aws_sns_topic_subscription.alerts-0"]
    assert graph.target(subscription.get("topic_arn")) is topic
    assert (subscription.get("protocol"), subscription.get("endpoint")) == ("email", "cloud-audit@example.org")


def test_cloudwatch_uses_the_topic_s_key_for_this_account_s_alarms_only(management):
    use = alarm_key_use(management)
    assert (use.service, use.actions) == ("cloudwatch.amazonaws.com", ("kms:Decrypt", "kms:GenerateDataKey*"))
    assert use.condition == {
        "ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111111111111:alarm:meridian-shared-*"},
        "StringEquals": {"aws:SourceAccount": "111111111111"},
    }
