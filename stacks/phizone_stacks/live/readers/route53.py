"""Amazon Route 53: hosted zones, the VPCs in which private ones answer, their signatures and their logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_ZONE = "aws_route53_zone"


@reads(_ZONE, where=Where.ACCOUNT, silent={_ZONE: ("force_destroy",)})
def zones(calls: Calls) -> Iterator[Found]:
    """The account's zones, private ones with their VPCs, of whatever account those are."""
    for each in calls.all("route53", "list_hosted_zones", "HostedZones"):
        name = _id(each)
        told = calls.get("route53", "get_hosted_zone", Id=name)
        delegation = told.get("DelegationSet", {})
        vpcs = [{"vpc_id": vpc["VPCId"], "vpc_region": vpc["VPCRegion"]} for vpc in told.get("VPCs", ())]
        attributes = {
            "id": name,
            "zone_id": name,
            "arn": f"arn:{partition(calls.place.region)}:route53:::hostedzone/{name}",
            "name": each["Name"].rstrip(".") or each["Name"],
            "comment": each.get("Config", {}).get("Comment"),
            "delegation_set_id": delegation.get("Id", "").rpartition("/")[2] or None,
            "name_servers": sorted(delegation.get("NameServers", ())) or None,
            "vpc": vpcs or None,
            "tags": _tags(calls, name),
        }
        yield found(_ZONE, name, attributes)


def _id(zone: dict[str, Any]) -> str:
    return str(zone["Id"]).rpartition("/")[2]


def _tags(calls: Calls, zone: str) -> dict[str, str]:
    told = calls.get("route53", "list_tags_for_resource", ResourceType="hostedzone", ResourceId=zone)
    return tags_of(told["ResourceTagSet"]["Tags"])


@reads("aws_route53_zone_association")
def associations(calls: Calls) -> Iterator[Found]:
    """Other accounts' private zones that answer in the account's VPCs; its own name their VPCs themselves."""
    here = calls.place
    for vpc in calls.all("ec2", "describe_vpcs", "Vpcs"):
        given = {"VPCId": vpc["VpcId"], "VPCRegion": here.region}
        for each in calls.all("route53", "list_hosted_zones_by_vpc", "HostedZoneSummaries", **given):
            owner = each["Owner"].get("OwningAccount")
            # Zones that a service owns, as those of endpoints, hold that service's names alone.
            if owner not in (None, here.account):
                attributes = {
                    "zone_id": each["HostedZoneId"],
                    "vpc_id": vpc["VpcId"],
                    "vpc_region": here.region,
                    "owning_account": owner,
                }
                name = f"{each['HostedZoneId']}/{vpc['VpcId']}/{here.region}"
                yield found("aws_route53_zone_association", name, attributes)


@reads("aws_route53_hosted_zone_dnssec", where=Where.ACCOUNT)
def signatures(calls: Calls) -> Iterator[Found]:
    """How public zones are signed that are; a private zone cannot be."""
    for each in calls.all("route53", "list_hosted_zones", "HostedZones"):
        if not each.get("Config", {}).get("PrivateZone"):
            status = calls.get("route53", "get_dnssec", HostedZoneId=_id(each))["Status"]["ServeSignature"]
            if status != "NOT_SIGNING":
                attributes = {"hosted_zone_id": _id(each), "signing_status": status}
                yield found("aws_route53_hosted_zone_dnssec", _id(each), attributes)


@reads("aws_route53_query_log", where=Where.ACCOUNT)
def query_logs(calls: Calls) -> Iterator[Found]:
    """Which zones log the queries they answer."""
    for each in calls.all("route53", "list_query_logging_configs", "QueryLoggingConfigs"):
        attributes = {
            "id": each["Id"],
            "arn": f"arn:{partition(calls.place.region)}:route53:::queryloggingconfig/{each['Id']}",
            "zone_id": each["HostedZoneId"],
            "cloudwatch_log_group_arn": each["CloudWatchLogsLogGroupArn"].removesuffix(":*"),
        }
        yield found("aws_route53_query_log", each["Id"], attributes)
