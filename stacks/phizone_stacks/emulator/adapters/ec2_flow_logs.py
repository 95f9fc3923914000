"""Flow logs."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.adapters.ec2_words import arn, tagged

_OF = {
    "vpc_id": "VPC",
    "subnet_id": "Subnet",
    "eni_id": "NetworkInterface",
    "transit_gateway_id": "TransitGateway",
    "transit_gateway_attachment_id": "TransitGatewayAttachment",
}


@creates("aws_flow_log")
def flow_log(wanted: Wanted) -> Outputs:
    """CreateFlowLogs for the one thing that it records."""
    of = next(name for name in _OF if wanted.get(name))
    given = wanted.given(
        TrafficType="traffic_type",
        LogDestinationType="log_destination_type",
        LogFormat="log_format",
        MaxAggregationInterval="max_aggregation_interval",
        DeliverLogsPermissionArn="iam_role_arn",
    )
    destination = str(wanted.get("log_destination"))
    # By its ARN moto finds no log group and says that deliveries fail.
    group = destination.partition(":log-group:")[2].removesuffix(":*")
    given |= {"LogGroupName": group} if group else {"LogDestination": destination}
    made = wanted.client("ec2").create_flow_logs(
        ResourceType=_OF[of], ResourceIds=[wanted.get(of)], **given, **tagged(wanted, "vpc-flow-log")
    )
    for refused in made.get("Unsuccessful") or []:
        raise ValueError(f"{refused['ResourceId']}: {refused['Error']['Message']}")
    name = made["FlowLogIds"][0]
    return {"id": name, "arn": arn(wanted, "vpc-flow-log", name)}
