"""Amazon CloudWatch: alarms on metrics."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_cloudwatch_metric_alarm")
def metric_alarm(wanted: Wanted) -> Outputs:
    """PutMetricAlarm."""
    given = wanted.given(
        AlarmName="alarm_name",
        AlarmDescription="alarm_description",
        ActionsEnabled="actions_enabled",
        AlarmActions="alarm_actions",
        OKActions="ok_actions",
        InsufficientDataActions="insufficient_data_actions",
        MetricName="metric_name",
        Namespace="namespace",
        Statistic="statistic",
        Period="period",
        EvaluationPeriods="evaluation_periods",
        DatapointsToAlarm="datapoints_to_alarm",
        Threshold="threshold",
        ComparisonOperator="comparison_operator",
        TreatMissingData="treat_missing_data",
        Unit="unit",
    )
    dimensions = [{"Name": name, "Value": value} for name, value in sorted((wanted.get("dimensions") or {}).items())]
    wanted.client("cloudwatch").put_metric_alarm(**given, Dimensions=dimensions, Tags=wanted.tags())
    place, name = wanted.place, wanted.get("alarm_name")
    return {"id": name, "arn": f"arn:aws:cloudwatch:{place.region}:{place.account}:alarm:{name}"}
