from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_flow_logs import flow_logs

ARN = "arn:aws:ec2:us-east-1:777777777777"
ROLE = "arn:aws:iam::777777777777:role/flow-logs"


def test_a_flow_log_is_read_with_what_it_records_and_where_it_writes(aws, seen):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    aws("logs").create_log_group(logGroupName="/flow-logs")
    (made,) = ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpc],
        TrafficType="ALL",
        LogGroupName="/flow-logs",
        LogFormat="${srcaddr}",
        MaxAggregationInterval=60,
        DeliverLogsPermissionArn=ROLE,
    )["FlowLogIds"]
    assert seen("aws_flow_log") == [
        {
            "arn": f"{ARN}:vpc-flow-log/{made}",
            "iam_role_arn": ROLE,
            "id": made,
            "log_destination": "arn:aws:logs:us-east-1:777777777777:log-group:/flow-logs",
            "log_destination_type": "cloud-watch-logs",
            "log_format": "${srcaddr}",
            "max_aggregation_interval": 60,
            "tags": {},
            "traffic_type": "ALL",
            "vpc_id": vpc,
        }
    ]


def test_a_flow_log_whose_deliveries_fail_is_none(aws, seen):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpc],
        TrafficType="ALL",
        LogGroupName="/nowhere",
        DeliverLogsPermissionArn=ROLE,
    )
    assert ec2.describe_flow_logs()["FlowLogs"][0]["DeliverLogsStatus"] == "FAILED"
    assert seen("aws_flow_log") == []


@pytest.mark.parametrize(
    ("resource", "attribute"),
    [
        ("subnet-1", "subnet_id"),
        ("eni-1", "eni_id"),
        ("tgw-1", "transit_gateway_id"),
        ("tgw-attach-1", "transit_gateway_attachment_id"),
        ("nat-1", "regional_nat_gateway_id"),
    ],
)
def test_what_is_recorded_is_told_by_the_kind_of_its_id(answered, resource, attribute):
    given = {"FlowLogId": "fl-1", "ResourceId": resource, "LogGroupName": "old", "TrafficType": "REJECT"}
    assert answered(flow_logs, ("ec2.describe_flow_logs", {"FlowLogs": [given]})) == [
        {
            attribute: resource,
            "arn": f"{ARN}:vpc-flow-log/fl-1",
            "id": "fl-1",
            "log_destination": "arn:aws:logs:us-east-1:777777777777:log-group:old",
            "tags": {},
            "traffic_type": "REJECT",
        }
    ]


def test_a_flow_log_into_a_bucket_is_read_with_the_form_of_its_files(answered):
    given = {
        "FlowLogId": "fl-1",
        "ResourceId": "vpc-1",
        "LogDestinationType": "s3",
        "LogDestination": "arn:aws:s3:::logs",
        "DestinationOptions": {"FileFormat": "parquet", "PerHourPartition": True},
    }
    (found,) = answered(flow_logs, ("ec2.describe_flow_logs", {"FlowLogs": [given]}))
    assert (found["log_destination"], found["destination_options"]) == (
        "arn:aws:s3:::logs",
        [{"file_format": "parquet", "per_hour_partition": True}],
    )
