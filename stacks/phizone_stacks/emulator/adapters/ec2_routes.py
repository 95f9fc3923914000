"""Route tables, their routes and associations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.adapters.ec2_words import arn, retag, tagged

_ARGUMENTS = {
    "cidr_block": "DestinationCidrBlock",
    "ipv6_cidr_block": "DestinationIpv6CidrBlock",
    "destination_cidr_block": "DestinationCidrBlock",
    "destination_ipv6_cidr_block": "DestinationIpv6CidrBlock",
    "destination_prefix_list_id": "DestinationPrefixListId",
    "carrier_gateway_id": "CarrierGatewayId",
    "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
    "gateway_id": "GatewayId",
    "nat_gateway_id": "NatGatewayId",
    "network_interface_id": "NetworkInterfaceId",
    "transit_gateway_id": "TransitGatewayId",
    "vpc_endpoint_id": "VpcEndpointId",
    "vpc_peering_connection_id": "VpcPeeringConnectionId",
}


@creates("aws_route_table")
def table(wanted: Wanted) -> Outputs:
    """CreateRouteTable, then the routes that stand in it."""
    given = wanted.given(VpcId="vpc_id")
    name = wanted.client("ec2").create_route_table(**given, **tagged(wanted, "route-table"))["RouteTable"][
        "RouteTableId"
    ]
    _routes(wanted, name)
    return {"id": name, "arn": arn(wanted, "route-table", name)}


@creates("aws_default_route_table")
def default_table(wanted: Wanted) -> Outputs:
    """AWS made it: its routes are replaced by those of the program, as the provider does."""
    name = wanted.get("default_route_table_id")
    retag(wanted, name)
    _routes(wanted, name)
    return {"id": name, "arn": arn(wanted, "route-table", name)}


@creates("aws_route")
def route(wanted: Wanted) -> Outputs:
    """CreateRoute."""
    _create(wanted, wanted.get("route_table_id"), wanted.attributes)
    return {}


@creates("aws_route_table_association")
def association(wanted: Wanted) -> Outputs:
    """AssociateRouteTable."""
    given = wanted.given(RouteTableId="route_table_id", SubnetId="subnet_id", GatewayId="gateway_id")
    return {"id": wanted.client("ec2").associate_route_table(**given)["AssociationId"]}


def _routes(wanted: Wanted, table: str) -> None:
    for each in wanted.attributes.get("route") or []:
        _create(wanted, table, each)


def _create(wanted: Wanted, table: str, attributes: Mapping[str, Any]) -> None:
    given = {_ARGUMENTS[name]: value for name, value in attributes.items() if name in _ARGUMENTS and value}
    wanted.client("ec2").create_route(RouteTableId=table, **given)
