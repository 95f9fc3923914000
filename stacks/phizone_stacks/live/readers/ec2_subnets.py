"""Subnets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import GONE, arn, ec2, own, words
from phizone_stacks.live.reading import reads

_IPAM = ("ipv4_ipam_pool_id", "ipv4_netmask_length", "ipv6_ipam_pool_id", "ipv6_netmask_length")
_NAMES = {
    "VpcId": "vpc_id",
    "CidrBlock": "cidr_block",
    "AvailabilityZone": "availability_zone",
    "AvailabilityZoneId": "availability_zone_id",
    "MapPublicIpOnLaunch": "map_public_ip_on_launch",
    "AssignIpv6AddressOnCreation": "assign_ipv6_address_on_creation",
    "Ipv6Native": "ipv6_native",
    "EnableDns64": "enable_dns64",
    "MapCustomerOwnedIpOnLaunch": "map_customer_owned_ip_on_launch",
    "OutpostArn": "outpost_arn",
}


@reads(
    "aws_subnet",
    "aws_default_subnet",
    silent={"aws_subnet": _IPAM, "aws_default_subnet": (*_IPAM, "existing_default_subnet", "force_destroy")},
)
def subnets(calls: Calls) -> Iterator[Found]:
    """The account's subnets; those that AWS made in its own VPC are default ones."""
    defaults = {each["VpcId"] for each in ec2(calls, "describe_vpcs", "Vpcs") if each.get("IsDefault")}
    for each in own(calls, "describe_subnets", "Subnets"):
        name = each["SubnetId"]
        is_default = bool(each.get("DefaultForAz")) and each["VpcId"] in defaults
        kind = "aws_default_subnet" if is_default else "aws_subnet"
        own_arn = each.get("SubnetArn") or arn(calls, "subnet", name)
        attributes = {"id": name, "arn": own_arn, **words(each, _NAMES), "ipv6_cidr_block": _ipv6(each)}
        yield found(kind, name, {**attributes, "tags": tags_of(each.get("Tags"))})


def _ipv6(subnet: dict[str, Any]) -> str | None:
    given = subnet.get("Ipv6CidrBlockAssociationSet") or []
    held = (each for each in given if each.get("Ipv6CidrBlockState", {}).get("State") not in GONE)
    return next((each["Ipv6CidrBlock"] for each in held), None)
