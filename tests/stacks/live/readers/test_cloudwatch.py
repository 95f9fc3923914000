from __future__ import annotations

from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.cloudwatch import composite_alarms

ARN = "arn:aws:cloudwatch:us-east-1:777777777777:alarm"
TOPIC = "arn:aws:sns:us-east-1:777777777777:alerts"


def test_an_alarm_on_a_metric_is_read_with_what_it_does(aws, seen):
    aws("cloudwatch").put_metric_alarm(
        AlarmName="logins",
        AlarmDescription="somebody came in",
        AlarmActions=[TOPIC],
        OKActions=[TOPIC],
        MetricName="logins",
        Namespace="us/trail",
        Dimensions=[{"Name": "Account", "Value": "7"}],
        Statistic="Sum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        Tags=[{"Key": "Team", "Value": "platform"}],
    )
    assert seen("aws_cloudwatch_metric_alarm") == [
        {
            "actions_enabled": True,
            "alarm_actions": [TOPIC],
            "alarm_description": "somebody came in",
            "alarm_name": "logins",
            "arn": f"{ARN}:logins",
            "comparison_operator": "GreaterThanOrEqualToThreshold",
            "dimensions": {"Account": "7"},
            "evaluation_periods": 1,
            "metric_name": "logins",
            "namespace": "us/trail",
            "ok_actions": [TOPIC],
            "period": 300,
            "statistic": "Sum",
            "tags": {"Team": "platform"},
            "threshold": 1,
            "treat_missing_data": "notBreaching",
        }
    ]


def test_a_silenced_alarm_on_an_expression_is_read_with_its_metrics(aws, seen):
    metric = {"MetricName": "logins", "Namespace": "us/trail", "Dimensions": [{"Name": "Account", "Value": "7"}]}
    aws("cloudwatch").put_metric_alarm(
        AlarmName="ratio",
        ActionsEnabled=False,
        Metrics=[
            {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
            {"Id": "e", "Expression": "m / 2", "Label": "half", "ReturnData": True},
        ],
        EvaluationPeriods=2,
        Threshold=0.5,
        ComparisonOperator="GreaterThanThreshold",
    )
    told = [
        {name: alarm[name] for name in ("actions_enabled", "alarm_actions", "metric_query", "threshold")}
        for alarm in seen("aws_cloudwatch_metric_alarm")
    ]
    measured = {
        "metric_name": "logins",
        "namespace": "us/trail",
        "dimensions": {"Account": "7"},
        "period": 60,
        "stat": "Sum",
    }
    assert told == [
        {
            "actions_enabled": False,
            "alarm_actions": [],
            "metric_query": [
                {"id": "m", "metric": [measured], "return_data": False},
                {"id": "e", "expression": "m / 2", "label": "half", "return_data": True},
            ],
            "threshold": 0.5,
        }
    ]


def test_an_alarm_on_alarms_is_read_with_its_rule(aws):
    client = aws("cloudwatch")
    alarm = {
        "AlarmName": "both",
        "AlarmArn": f"{ARN}:both",
        "AlarmRule": 'ALARM("one") AND ALARM("two")',
        "ActionsEnabled": True,
        "AlarmActions": [TOPIC],
    }
    with Stubber(client) as stub:
        stub.add_response("describe_alarms", {"CompositeAlarms": [alarm]}, {"AlarmTypes": ["CompositeAlarm"]})
        stub.add_response("list_tags_for_resource", {"Tags": []}, {"ResourceARN": f"{ARN}:both"})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: client)
        found = [dict(each.attributes) for each in composite_alarms.function(calls)]
    assert found == [
        {
            "actions_enabled": True,
            "alarm_actions": [TOPIC],
            "alarm_name": "both",
            "alarm_rule": 'ALARM("one") AND ALARM("two")',
            "arn": f"{ARN}:both",
            "tags": {},
        }
    ]
