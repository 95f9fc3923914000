"""Amazon CloudWatch: alarms on metrics, and alarms on alarms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import reads


@reads("aws_cloudwatch_metric_alarm")
def metric_alarms(calls: Calls) -> Iterator[Found]:
    """Alarms on metrics."""
    for alarm in calls.all("cloudwatch", "describe_alarms", "MetricAlarms", AlarmTypes=["MetricAlarm"]):
        attributes = {**_alarm(calls, alarm), **_measured(alarm)}
        yield found("aws_cloudwatch_metric_alarm", alarm["AlarmName"], attributes)


@reads("aws_cloudwatch_composite_alarm")
def composite_alarms(calls: Calls) -> Iterator[Found]:
    """Alarms on the state of others."""
    for alarm in calls.all("cloudwatch", "describe_alarms", "CompositeAlarms", AlarmTypes=["CompositeAlarm"]):
        attributes = {**_alarm(calls, alarm), "alarm_rule": alarm["AlarmRule"]}
        yield found("aws_cloudwatch_composite_alarm", alarm["AlarmName"], attributes)


def _alarm(calls: Calls, alarm: Mapping[str, Any]) -> dict[str, Any]:
    """What every alarm has."""
    tags = calls.all("cloudwatch", "list_tags_for_resource", "Tags", ResourceARN=alarm["AlarmArn"])
    return {
        "arn": alarm["AlarmArn"],
        "alarm_name": alarm["AlarmName"],
        "alarm_description": alarm.get("AlarmDescription"),
        "actions_enabled": alarm["ActionsEnabled"],
        "alarm_actions": sorted(alarm.get("AlarmActions") or []),
        "ok_actions": sorted(alarm.get("OKActions") or []) or None,
        "insufficient_data_actions": sorted(alarm.get("InsufficientDataActions") or []) or None,
        "tags": tags_of(tags),
    }


def _measured(alarm: Mapping[str, Any]) -> dict[str, Any]:
    """What an alarm on a metric measures, and when it goes off."""
    return {
        "comparison_operator": alarm.get("ComparisonOperator"),
        "datapoints_to_alarm": alarm.get("DatapointsToAlarm"),
        "dimensions": _dimensions(alarm),
        "evaluate_low_sample_count_percentiles": alarm.get("EvaluateLowSampleCountPercentile") or None,
        "evaluation_periods": alarm.get("EvaluationPeriods"),
        "extended_statistic": alarm.get("ExtendedStatistic") or None,
        "metric_name": alarm.get("MetricName"),
        "metric_query": [_query(each) for each in alarm.get("Metrics") or []] or None,
        "namespace": alarm.get("Namespace"),
        "period": alarm.get("Period"),
        "statistic": alarm.get("Statistic"),
        "threshold": _number(alarm.get("Threshold")),
        "threshold_metric_id": alarm.get("ThresholdMetricId") or None,
        "treat_missing_data": alarm.get("TreatMissingData"),
        "unit": alarm.get("Unit") or None,
    }


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "id": query["Id"],
        "account_id": query.get("AccountId"),
        "expression": query.get("Expression"),
        "label": query.get("Label"),
        "period": query.get("Period"),
        "return_data": query.get("ReturnData"),
        "metric": [_metric(query["MetricStat"])] if query.get("MetricStat") else None,
    }
    return {name: value for name, value in words.items() if value is not None}


def _metric(given: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "metric_name": given["Metric"]["MetricName"],
        "namespace": given["Metric"].get("Namespace"),
        "dimensions": _dimensions(given["Metric"]),
        "period": given["Period"],
        "stat": given["Stat"],
        "unit": given.get("Unit"),
    }
    return {name: value for name, value in words.items() if value is not None}


def _dimensions(given: Mapping[str, Any]) -> dict[str, str] | None:
    return {each["Name"]: each["Value"] for each in given.get("Dimensions") or []} or None


def _number(value: float | None) -> float | int | None:
    """AWS tells 1.0 of what a program calls 1."""
    return int(value) if value is not None and float(value).is_integer() else value
