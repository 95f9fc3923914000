"""Amazon CloudWatch Logs: log groups and their metric filters."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_cloudwatch_log_group")
def group(wanted: Wanted) -> Outputs:
    """CreateLogGroup, then its retention, which is a call of its own."""
    logs, name = wanted.client("logs"), wanted.get("name")
    given = wanted.given(logGroupName="name", kmsKeyId="kms_key_id", tags="tags", logGroupClass="log_group_class")
    logs.create_log_group(**given)
    if wanted.get("retention_in_days"):
        logs.put_retention_policy(logGroupName=name, retentionInDays=wanted.get("retention_in_days"))
    made = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    arn = next(each["arn"] for each in made if each["logGroupName"] == name)
    return {"id": name, "name": name, "arn": arn.removesuffix(":*")}


@creates("aws_cloudwatch_log_metric_filter")
def metric_filter(wanted: Wanted) -> Outputs:
    """PutMetricFilter."""
    wanted.client("logs").put_metric_filter(
        **wanted.given(logGroupName="log_group_name", filterName="name", filterPattern="pattern"),
        metricTransformations=[_transformation(wanted.block("metric_transformation"))],
    )
    return {"id": wanted.get("name")}


def _transformation(block: dict[str, Any]) -> dict[str, Any]:
    default = block.get("default_value")
    words = {
        "metricName": block["name"],
        "metricNamespace": block["namespace"],
        "metricValue": block["value"],
        "defaultValue": None if default is None else float(default),
        "dimensions": block.get("dimensions"),
        "unit": block.get("unit"),
    }
    return {name: value for name, value in words.items() if value is not None}
