"""Alarms on what the organization's trail tells, and the topic that carries them to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, sns

from phizone_modules.alarm_signals import Signal, signals
from phizone_modules.keys import ServiceUse
from phizone_modules.policy import Statement, allow, deny, document, service
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

PERIOD_SECONDS = 300
"""Seconds that one count spans: CloudTrail hands events to CloudWatch Logs within about five minutes."""


@dataclass(frozen=True, kw_only=True)
class AlertTopicArgs:
    """Whose alarms it carries, and who hears them."""

    scope: Scope
    """Account whose alarms speak to the topic, and which it is made in."""
    key_arn: pulumi.Input[str]
    """ARN of the key that messages wait under; its policy holds `alarm_key_use()`."""
    addresses: Sequence[str]
    """Mail addresses of roles, not persons; AWS asks each once whether it wants the messages, by mail."""


class AlertTopic(pulumi.ComponentResource):
    """A topic that only CloudWatch's alarms of this account publish to, under our key and over TLS.

    Supports 45 CFR 164.308(a)(6)(ii). Its messages name an alarm and a count, and hold nothing of the events counted.
    """

    arn: pulumi.Output[str]
    """ARN of the topic."""

    def __init__(self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:AlertTopic", name, None, opts)
        scope, child = args.scope, pulumi.ResourceOptions(parent=self)
        topic = sns.Topic(
            name,
            name=scope.name("alerts"),
            kms_master_key_id=args.key_arn,
            region=scope.region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=child,
        )
        policy = document(*_topic_policy(scope))
        sns.TopicPolicy(name, arn=topic.arn, policy=policy, region=scope.region, opts=child)
        for number, address in enumerate(args.addresses):
            sns.TopicSubscription(
                f"{name}-{number}", topic=topic.arn, protocol="email", endpoint=address, region=scope.region, opts=child
            )
        self.arn = topic.arn
        self.register_outputs({"arn": self.arn})


@dataclass(frozen=True, kw_only=True)
class TrailAlarmsArgs:
    """Which events are watched, and who is told."""

    scope: Scope
    """Account and region of the trail's log group."""
    log_group_name: pulumi.Input[str]
    """Name of the log group that the organization's trail writes to."""
    topic_arn: pulumi.Input[str]
    """ARN of the topic that the alarms publish to, in the same account and region."""


class TrailAlarms(pulumi.ComponentResource):
    """A metric filter and an alarm for each signal, over all accounts and regions at once.

    The organization's trail brings every account's events here, so that one filter sees a key's deletion or an
    emergency role's use wherever it happens. An EventBridge rule would take one in each account and region, and a
    trail as well, since EventBridge learns of API calls from CloudTrail.
    Source: Amazon EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".
    Supports 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(5)(ii)(C) and 164.312(b).
    """

    def __init__(self, name: str, args: TrailAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TrailAlarms", name, None, opts)
        for signal in signals(args.scope.organization):
            self._watch(f"{name}-{signal.name}", args, signal)
        self.register_outputs({})

    def _watch(self, name: str, args: TrailAlarmsArgs, signal: Signal) -> None:
        scope, namespace = args.scope, f"{args.scope.organization}/trail"
        counted = cloudwatch.LogMetricFilter(
            name,
            name=scope.name(signal.name),
            log_group_name=args.log_group_name,
            pattern=signal.pattern,
            metric_transformation=cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=signal.name, namespace=namespace, value="1"
            ),
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        cloudwatch.MetricAlarm(
            name,
            name=scope.name(signal.name),
            alarm_description=signal.meaning,
            namespace=namespace,
            metric_name=signal.name,
            statistic="Sum",
            period=PERIOD_SECONDS,
            evaluation_periods=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            actions_enabled=True,
            region=scope.region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[counted]),
        )


def alarm_key_use(scope: Scope) -> ServiceUse:
    """CloudWatch's use of a topic's key, for this account's alarms only.

    Source: Amazon SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted
    topics".
    """
    return ServiceUse(
        service="cloudwatch.amazonaws.com",
        actions=("kms:Decrypt", "kms:GenerateDataKey*"),
        condition=_from_alarms(scope),
    )


def _topic_policy(scope: Scope) -> list[Statement]:
    topic = f"arn:aws:sns:{scope.region}:{scope.account}:{scope.name('alerts')}"
    return [
        allow(
            "AlarmsPublish",
            actions="sns:Publish",
            resources=topic,
            principal=service("cloudwatch"),
            condition=_from_alarms(scope),
        ),
        deny(
            "NobodyWithoutTls",
            actions="sns:Publish",
            resources=topic,
            principal="*",
            condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
    ]


def _from_alarms(scope: Scope) -> dict[str, dict[str, str]]:
    alarms = f"arn:aws:cloudwatch:{scope.region}:{scope.account}:alarm:{scope.name()}-*"
    return {"ArnLike": {"aws:SourceArn": alarms}, "StringEquals": {"aws:SourceAccount": scope.account}}
