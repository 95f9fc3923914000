"""VPC endpoints, and services that others reach by theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ec2, ids, own, words
from phizone_stacks.live.reading import reads

_GONE = ("deleted", "deleting", "expired", "failed", "rejected")
"""States in which an endpoint leads nowhere, in small letters: AWS writes them in either."""
_NAMES = {
    "VpcId": "vpc_id",
    "ServiceName": "service_name",
    "ServiceRegion": "service_region",
    "VpcEndpointType": "vpc_endpoint_type",
    "PolicyDocument": "policy",
    "PrivateDnsEnabled": "private_dns_enabled",
    "IpAddressType": "ip_address_type",
    "ServiceNetworkArn": "service_network_arn",
    "ResourceConfigurationArn": "resource_configuration_arn",
}


@reads("aws_vpc_endpoint", silent={"aws_vpc_endpoint": ("auto_accept",)})
def endpoints(calls: Calls) -> Iterator[Found]:
    """Endpoints that the account made and that lead somewhere, or will; not those that a service of AWS's manages."""
    for each in own(calls, "describe_vpc_endpoints", "VpcEndpoints"):
        if each.get("RequesterManaged") or str(each.get("State")).lower() in _GONE:
            continue
        name = each["VpcEndpointId"]
        attributes = {
            "id": name,
            "arn": arn(calls, "vpc-endpoint", name),
            **words(each, _NAMES),
            "subnet_ids": sorted(each.get("SubnetIds") or ()),
            "route_table_ids": sorted(each.get("RouteTableIds") or ()),
            "security_group_ids": ids(each.get("Groups"), "GroupId"),
            "prefix_list_id": _prefix_list(calls, each),
            "tags": tags_of(each.get("Tags")),
        }
        yield found("aws_vpc_endpoint", name, attributes)


def _prefix_list(calls: Calls, endpoint: dict[str, Any]) -> str | None:
    """The list of the addresses that a gateway endpoint leads to."""
    if endpoint.get("VpcEndpointType") != "Gateway":
        return None
    lists = ec2(calls, "describe_prefix_lists", "PrefixLists")
    return next((each["PrefixListId"] for each in lists if each["PrefixListName"] == endpoint["ServiceName"]), None)


@reads("aws_vpc_endpoint_service")
def services(calls: Calls) -> Iterator[Found]:
    """Services of the account that endpoints of others may lead to, with who may ask for a connection."""
    for each in ec2(calls, "describe_vpc_endpoint_service_configurations", "ServiceConfigurations"):
        name = each["ServiceId"]
        allowed = calls.all("ec2", "describe_vpc_endpoint_service_permissions", "AllowedPrincipals", ServiceId=name)
        attributes = {
            "id": name,
            "arn": arn(calls, "vpc-endpoint-service", name),
            "service_name": each["ServiceName"],
            "acceptance_required": each.get("AcceptanceRequired", False),
            "allowed_principals": ids(allowed, "Principal"),
            "network_load_balancer_arns": sorted(each.get("NetworkLoadBalancerArns") or ()),
            "gateway_load_balancer_arns": sorted(each.get("GatewayLoadBalancerArns") or ()),
            "private_dns_name": each.get("PrivateDnsName") or None,
            "tags": tags_of(each.get("Tags")),
        }
        yield found("aws_vpc_endpoint_service", name, attributes)
