"""Amazon CloudWatch Logs: log groups, what is counted in them, and to whom they are handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_FOR_EVER = 0
"""What Terraform calls a retention that AWS tells nothing of."""


@reads(
    "aws_cloudwatch_log_group",
    where=Where.EVERYWHERE,
    silent={"aws_cloudwatch_log_group": ("name_prefix", "skip_destroy")},
)
def groups(calls: Calls) -> Iterator[Found]:
    """Log groups, whoever made them."""
    for group in calls.all("logs", "describe_log_groups", "logGroups"):
        arn, name = _arn(group), group["logGroupName"]
        tags = calls.get("logs", "list_tags_for_resource", resourceArn=arn).get("tags")
        yield found(
            "aws_cloudwatch_log_group",
            name,
            {
                "arn": arn,
                "name": name,
                "retention_in_days": group.get("retentionInDays", _FOR_EVER),
                "kms_key_id": group.get("kmsKeyId"),
                "log_group_class": group.get("logGroupClass"),
                "deletion_protection_enabled": group.get("deletionProtectionEnabled"),
                "tags": tags_of(tags),
            },
        )


@reads("aws_cloudwatch_log_metric_filter")
def metric_filters(calls: Calls) -> Iterator[Found]:
    """Metric filters of all log groups."""
    for each in calls.all("logs", "describe_metric_filters", "metricFilters"):
        yield found(
            "aws_cloudwatch_log_metric_filter",
            f"{each['logGroupName']}/{each['filterName']}",
            {
                "name": each["filterName"],
                "log_group_name": each["logGroupName"],
                "pattern": each.get("filterPattern", ""),
                "apply_on_transformed_logs": each.get("applyOnTransformedLogs"),
                "metric_transformation": [_transformation(metric) for metric in each["metricTransformations"]],
            },
        )


def _transformation(metric: Mapping[str, Any]) -> dict[str, Any]:
    default, unit = metric.get("defaultValue"), metric.get("unit")
    words = {
        "name": metric["metricName"],
        "namespace": metric["metricNamespace"],
        "value": metric["metricValue"],
        "default_value": None if default is None else f"{default:g}",
        "dimensions": metric.get("dimensions") or None,
        # No unit is a unit of this name.
        "unit": None if unit == "None" else unit,
    }
    return {name: value for name, value in words.items() if value is not None}


@reads("aws_cloudwatch_log_resource_policy")
def resource_policies(calls: Calls) -> Iterator[Found]:
    """Policies by which AWS services and other accounts come at the account's log groups, and at one of them each."""
    for each in calls.all("logs", "describe_resource_policies", "resourcePolicies"):
        attributes = {"policy_name": each["policyName"], "policy_document": each["policyDocument"]}
        yield found("aws_cloudwatch_log_resource_policy", each["policyName"], attributes)
    for arn in (_arn(group) for group in calls.all("logs", "describe_log_groups", "logGroups")):
        # Unasked, AWS leaves these out; the provider asks for them in the same way, one log group after another.
        of_it = {"resourceArn": arn, "policyScope": "RESOURCE"}
        for each in calls.all("logs", "describe_resource_policies", "resourcePolicies", **of_it):
            if each.get("policyScope") == "RESOURCE":
                attributes = {"resource_arn": arn, "policy_document": each["policyDocument"]}
                yield found("aws_cloudwatch_log_resource_policy", arn, attributes)


def _arn(group: Mapping[str, Any]) -> str:
    """The ARN of a log group, without what stands for its streams in the one that CloudWatch Logs gives it."""
    arn: str = group["arn"]
    return arn.removesuffix(":*")


@reads("aws_cloudwatch_log_subscription_filter")
def subscription_filters(calls: Calls) -> Iterator[Found]:
    """To whom events of a log group are handed on."""
    for group in calls.all("logs", "describe_log_groups", "logGroups"):
        if group.get("logGroupClass") == "DELIVERY":
            continue
        name = group["logGroupName"]
        for each in calls.all("logs", "describe_subscription_filters", "subscriptionFilters", logGroupName=name):
            yield found(
                "aws_cloudwatch_log_subscription_filter",
                f"{name}/{each['filterName']}",
                {
                    "name": each["filterName"],
                    "log_group_name": name,
                    "filter_pattern": each.get("filterPattern", ""),
                    "destination_arn": each["destinationArn"],
                    "role_arn": each.get("roleArn"),
                    "distribution": each.get("distribution"),
                },
            )
