"""Flow logs of VPCs, subnets, interfaces and transit gateways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ec2, words
from phizone_stacks.live.reading import reads

_OF = {
    "vpc-": "vpc_id",
    "subnet-": "subnet_id",
    "eni-": "eni_id",
    "tgw-attach-": "transit_gateway_attachment_id",
    "tgw-": "transit_gateway_id",
    "nat-": "regional_nat_gateway_id",
}
_NAMES = {
    "TrafficType": "traffic_type",
    "LogDestinationType": "log_destination_type",
    "LogFormat": "log_format",
    "MaxAggregationInterval": "max_aggregation_interval",
    "DeliverLogsPermissionArn": "iam_role_arn",
    "DeliverCrossAccountRole": "deliver_cross_account_role",
}


@reads("aws_flow_log")
def flow_logs(calls: Calls) -> Iterator[Found]:
    """Every flow log that delivers, with what it records and where it writes.

    One whose deliveries fail records nothing. Source: EC2 API Reference, "FlowLog", `DeliverLogsStatus`.
    """
    for each in ec2(calls, "describe_flow_logs", "FlowLogs"):
        if each.get("DeliverLogsStatus") == "FAILED":
            continue
        name, resource = each["FlowLogId"], each["ResourceId"]
        of = next((attribute for prefix, attribute in _OF.items() if resource.startswith(prefix)), "vpc_id")
        attributes = {
            "id": name,
            "arn": arn(calls, "vpc-flow-log", name),
            of: resource,
            **words(each, _NAMES),
            "log_destination": each.get("LogDestination") or _group(calls, each),
            "destination_options": _options(each.get("DestinationOptions")),
            "tags": tags_of(each.get("Tags")),
        }
        yield found("aws_flow_log", name, attributes)


def _group(calls: Calls, flow_log: dict[str, Any]) -> str | None:
    """The ARN of the log group that is told by its name only."""
    place, name = calls.place, flow_log.get("LogGroupName")
    return f"arn:{partition(place.region)}:logs:{place.region}:{place.account}:log-group:{name}" if name else None


def _options(given: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    if not given:
        return None
    return block(
        file_format=given.get("FileFormat"),
        hive_compatible_partitions=given.get("HiveCompatiblePartitions"),
        per_hour_partition=given.get("PerHourPartition"),
    )
