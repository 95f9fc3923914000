"""Ways out of VPCs: internet gateways, egress-only ones, NAT gateways and elastic addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ec2, own, words
from phizone_stacks.live.reading import reads

_GONE = ("deleted", "failed")
_NAT = {
    "ConnectivityType": "connectivity_type",
    "AvailabilityMode": "availability_mode",
    "RouteTableId": "route_table_id",
}
_NAT_ADDRESS = {
    "AllocationId": "allocation_id",
    "AssociationId": "association_id",
    "NetworkInterfaceId": "network_interface_id",
    "PrivateIp": "private_ip",
    "PublicIp": "public_ip",
}
_EIP = {
    "AllocationId": "allocation_id",
    "AssociationId": "association_id",
    "Domain": "domain",
    "InstanceId": "instance",
    "NetworkInterfaceId": "network_interface",
    "PrivateIpAddress": "private_ip",
    "PublicIp": "public_ip",
}


@reads("aws_internet_gateway")
def internet_gateways(calls: Calls) -> Iterator[Found]:
    """Internet gateways, with the VPC that each is attached to."""
    for each in own(calls, "describe_internet_gateways", "InternetGateways"):
        name = each["InternetGatewayId"]
        attributes = {"id": name, "arn": arn(calls, "internet-gateway", name), "vpc_id": _vpc(each)}
        yield found("aws_internet_gateway", name, {**attributes, "tags": tags_of(each.get("Tags"))})


@reads("aws_egress_only_internet_gateway")
def egress_only_internet_gateways(calls: Calls) -> Iterator[Found]:
    """Internet gateways that let IPv6 out and nothing in."""
    for each in ec2(calls, "describe_egress_only_internet_gateways", "EgressOnlyInternetGateways"):
        name = each["EgressOnlyInternetGatewayId"]
        attributes = {"id": name, "vpc_id": _vpc(each), "tags": tags_of(each.get("Tags"))}
        yield found("aws_egress_only_internet_gateway", name, attributes)


@reads("aws_nat_gateway")
def nat_gateways(calls: Calls) -> Iterator[Found]:
    """NAT gateways that are there; AWS tells of deleted ones for an hour."""
    for each in ec2(calls, "describe_nat_gateways", "NatGateways"):
        if each.get("State") in _GONE:
            continue
        name: str = each["NatGatewayId"]
        addresses: list[dict[str, Any]] = each.get("NatGatewayAddresses") or []
        # One in a subnet has one primary address; one that spans the region's zones has none of its own.
        place = {"subnet_id": each["SubnetId"]} if each.get("SubnetId") else {"vpc_id": each["VpcId"]}
        primary = next((address for address in addresses if address.get("IsPrimary")), next(iter(addresses), {}))
        address = words(primary, _NAT_ADDRESS) if "subnet_id" in place else {}
        attributes = {"id": name, **place, **words(each, _NAT), **address, "tags": tags_of(each.get("Tags"))}
        yield found("aws_nat_gateway", name, attributes)


@reads("aws_eip", silent={"aws_eip": ("address", "associate_with_private_ip")})
def addresses(calls: Calls) -> Iterator[Found]:
    """Elastic addresses, with the instance or interface that each is of."""
    for each in ec2(calls, "describe_addresses", "Addresses"):
        name = each.get("AllocationId") or each["PublicIp"]
        attributes = {"id": name, "arn": arn(calls, "elastic-ip", name), **words(each, _EIP)}
        yield found("aws_eip", name, {**attributes, "tags": tags_of(each.get("Tags"))})


def _vpc(gateway: dict[str, Any]) -> str | None:
    """The VPC that a gateway is attached to, of which it can have one; until it is detached it leads out."""
    given = gateway.get("Attachments") or ()
    return next((each["VpcId"] for each in given if each.get("State") != "detached"), None)
