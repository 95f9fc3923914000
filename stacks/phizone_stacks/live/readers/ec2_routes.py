"""Route tables, their routes, and what is associated with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ec2, ids, own, words
from phizone_stacks.live.reading import reads

_TARGETS = {
    "CarrierGatewayId": "carrier_gateway_id",
    "CoreNetworkArn": "core_network_arn",
    "EgressOnlyInternetGatewayId": "egress_only_gateway_id",
    "GatewayId": "gateway_id",
    "InstanceId": "instance_id",
    "LocalGatewayId": "local_gateway_id",
    "NatGatewayId": "nat_gateway_id",
    "NetworkInterfaceId": "network_interface_id",
    "OdbNetworkArn": "odb_network_arn",
    "TransitGatewayId": "transit_gateway_id",
    "VpcPeeringConnectionId": "vpc_peering_connection_id",
}
_ALONE = {
    "DestinationCidrBlock": "destination_cidr_block",
    "DestinationIpv6CidrBlock": "destination_ipv6_cidr_block",
    "DestinationPrefixListId": "destination_prefix_list_id",
}
_INSIDE = {**_ALONE, "DestinationCidrBlock": "cidr_block", "DestinationIpv6CidrBlock": "ipv6_cidr_block"}
_ENDPOINT = "vpce-"


@reads("aws_route_table", "aws_default_route_table")
def tables(calls: Calls) -> Iterator[Found]:
    """Route tables; a VPC's main one is its default one, whose routes stand in it, and whose id the VPC owns."""
    for table in own(calls, "describe_route_tables", "RouteTables"):
        name = table["RouteTableId"]
        attributes = {
            "vpc_id": table["VpcId"],
            "propagating_vgws": ids(table.get("PropagatingVgws"), "GatewayId"),
            "tags": tags_of(table.get("Tags")),
        }
        if _is_main(table):
            inside = [_route(each, _INSIDE) for each in _written(calls, table)]
            yield found(
                "aws_default_route_table", name, {"default_route_table_id": name, "route": inside, **attributes}
            )
        else:
            yield found("aws_route_table", name, {"id": name, "arn": arn(calls, "route-table", name), **attributes})


@reads("aws_route")
def routes(calls: Calls) -> Iterator[Found]:
    """Routes of the tables that are not main ones, each by itself."""
    for table in own(calls, "describe_route_tables", "RouteTables"):
        for each in () if _is_main(table) else _written(calls, table):
            attributes = _route(each, _ALONE)
            place = next((attributes[name] for name in _ALONE.values() if name in attributes), "")
            name = f"{table['RouteTableId']}/{place}"
            yield found("aws_route", name, {"route_table_id": table["RouteTableId"], **attributes})


@reads("aws_route_table_association")
def associations(calls: Calls) -> Iterator[Found]:
    """Which subnet or gateway has which table; who has none has the main one."""
    for table in own(calls, "describe_route_tables", "RouteTables"):
        for each in table.get("Associations", ()):
            if not each.get("Main") and each.get("AssociationState", {}).get("State", "associated") == "associated":
                name = each["RouteTableAssociationId"]
                ends = words(each, {"SubnetId": "subnet_id", "GatewayId": "gateway_id"})
                attributes = {"id": name, "route_table_id": table["RouteTableId"], **ends}
                yield found("aws_route_table_association", name, attributes)


def _is_main(table: dict[str, Any]) -> bool:
    return any(each.get("Main") for each in table.get("Associations", ()))


def _written(calls: Calls, table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The routes that somebody wrote: not the local ones, those of gateway endpoints and those that a VPN tells."""
    for each in table.get("Routes", ()):
        target = each.get("GatewayId") or ""
        listed = target.startswith(_ENDPOINT) and "DestinationPrefixListId" in each
        of_endpoint = listed and target in _gateway_endpoints(calls)
        if target != "local" and not of_endpoint and each.get("Origin") != "EnableVgwRoutePropagation":
            yield each


def _gateway_endpoints(calls: Calls) -> set[str]:
    """Ids of gateway endpoints; to a Gateway Load Balancer's somebody may write a route with a prefix list, too."""
    given = ec2(calls, "describe_vpc_endpoints", "VpcEndpoints")
    return {each["VpcEndpointId"] for each in given if each.get("VpcEndpointType") == "Gateway"}


def _route(route: dict[str, Any], destinations: dict[str, str]) -> dict[str, Any]:
    attributes = words(route, {**destinations, **_TARGETS})
    if str(attributes.get("gateway_id", "")).startswith(_ENDPOINT):
        attributes["vpc_endpoint_id"] = attributes.pop("gateway_id")
    return attributes
