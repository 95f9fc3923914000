"""Alarms: whether they act, whom they reach, and which events of a trail set them off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from phizone_policies.views.blocks import inside
from phizone_policies.views.filter_patterns import Event, MalformedPattern, matches
from phizone_policies.views.logs import destination
from phizone_policies.views.naming import is_named, named_node, naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
"""Types of alarms."""
READS = (
    "aws_cloudtrail.cloud_watch_logs_group_arn",
    "aws_cloudwatch_log_metric_filter.log_group_name",
    "aws_cloudwatch_log_metric_filter.metric_transformation",
    "aws_cloudwatch_log_metric_filter.pattern",
    "aws_cloudwatch_metric_alarm.actions_enabled",
    "aws_cloudwatch_metric_alarm.alarm_actions",
    "aws_cloudwatch_metric_alarm.comparison_operator",
    "aws_cloudwatch_metric_alarm.dimensions",
    "aws_cloudwatch_metric_alarm.evaluation_periods",
    "aws_cloudwatch_metric_alarm.metric_name",
    "aws_cloudwatch_metric_alarm.namespace",
    "aws_cloudwatch_metric_alarm.statistic",
    "aws_cloudwatch_metric_alarm.threshold",
    "aws_sns_topic_subscription.topic_arn",
)
"""Attributes by which it is known whether an event of a trail reaches somebody."""
_COUNTS = ("Sum", "SampleCount")
_TOPIC = "aws_sns_topic"
ORDINARY: Event = {
    "eventSource": "sts.amazonaws.com",
    "eventName": "GetCallerIdentity",
    "eventType": "AwsApiCall",
    "userIdentity": {"type": "AssumedRole", "accountId": "000000000000"},
    "recipientAccountId": "000000000000",
}
"""An event that nobody should be woken by: what counts this, counts everything."""


def acts(alarm: Node) -> bool:
    """Whether an alarm does anything when it goes off. Raises: UnknownValue."""
    return alarm.get("actions_enabled") is True and bool(alarm.items("alarm_actions"))


def topics(graph: Graph, alarm: Node) -> Iterator[Node]:
    """The topics of this zone that an alarm speaks to. Raises: UnknownValue."""
    for action in alarm.items("alarm_actions"):
        found = topic(graph, action)
        if found is not None:
            yield found


def topic(graph: Graph, value: Value) -> Node | None:
    """The topic of this zone that a value names by its ARN, which is its id as well."""
    return named_node(graph, value, (_TOPIC,), "arn") or named_node(graph, value, (_TOPIC,), "id")


def subscribers(graph: Graph, found: Node) -> tuple[Node, ...]:
    """The subscriptions to a topic. Raises: UnknownValue where one does not say to which."""
    return naming(graph, found, ("aws_sns_topic_subscription",), "topic_arn", "arn", "id")


def is_told(graph: Graph, trails: Iterable[Node], event: Event) -> bool:
    """Whether one such event in a trail's log group sets off an alarm that reaches a subscriber.

    Raises: UnknownValue.
    """
    return any(
        _counts(counter, event) and any(_reaches(graph, alarm) for alarm in _alarms_on(graph, counter))
        for trail in trails
        for counter in _counters(graph, trail)
    )


def _counters(graph: Graph, trail: Node) -> Iterator[Node]:
    """The metric filters on the log group that a trail writes to."""
    group = destination(graph, trail.get("cloud_watch_logs_group_arn"))
    for counter in graph.of_type("aws_cloudwatch_log_metric_filter"):
        if group is not None and _watches(graph, counter, group):
            yield counter


def _watches(graph: Graph, counter: Node, group: Node) -> bool:
    here = (counter.account, counter.region) == (group.account, group.region)
    return here and is_named(graph, group, counter.get("log_group_name"), "name", "id")


def _counts(counter: Node, event: Event) -> bool:
    """Whether a filter counts an event and not everything; a pattern that is not understood counts nothing."""
    pattern = counter.text("pattern")
    try:
        return matches(pattern, event) and not matches(pattern, ORDINARY)
    except MalformedPattern:
        return False


def _alarms_on(graph: Graph, counter: Node) -> Iterator[Node]:
    """The alarms that a single count of a filter sets off."""
    metrics = [
        (inside(counter, block, "namespace"), inside(counter, block, "name"))
        for block in counter.blocks("metric_transformation")
        if str(inside(counter, block, "value")) == "1" and not inside(counter, block, "dimensions")
    ]
    for alarm in graph.of_type("aws_cloudwatch_metric_alarm"):
        same = (alarm.account, alarm.region) == (counter.account, counter.region)
        if same and (alarm.get("namespace"), alarm.get("metric_name")) in metrics and _goes_off_at_one(alarm):
            yield alarm


def _goes_off_at_one(alarm: Node) -> bool:
    threshold, operator = alarm.get("threshold"), alarm.get("comparison_operator")
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or alarm.get("dimensions"):
        return False
    # An alarm that is always on goes off once and then never again.
    passed = 0 < threshold <= 1 if operator == "GreaterThanOrEqualToThreshold" else 0 <= threshold < 1
    known = operator in ("GreaterThanOrEqualToThreshold", "GreaterThanThreshold")
    return known and passed and alarm.get("statistic") in _COUNTS and alarm.get("evaluation_periods") == 1


def _reaches(graph: Graph, alarm: Node) -> bool:
    return acts(alarm) and any(subscribers(graph, each) for each in topics(graph, alarm))
