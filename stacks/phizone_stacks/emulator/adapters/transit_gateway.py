"""Amazon EC2 transit gateways and their route tables."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates

_OPTIONS = {
    "AmazonSideAsn": "amazon_side_asn",
    "AutoAcceptSharedAttachments": "auto_accept_shared_attachments",
    "DefaultRouteTableAssociation": "default_route_table_association",
    "DefaultRouteTablePropagation": "default_route_table_propagation",
    "DnsSupport": "dns_support",
    "MulticastSupport": "multicast_support",
    "SecurityGroupReferencingSupport": "security_group_referencing_support",
    "TransitGatewayCidrBlocks": "transit_gateway_cidr_blocks",
    "VpnEcmpSupport": "vpn_ecmp_support",
}


@creates("aws_ec2_transit_gateway")
def gateway(wanted: Wanted) -> Outputs:
    """CreateTransitGateway."""
    given: dict[str, Any] = wanted.given(Description="description")
    made = wanted.client("ec2").create_transit_gateway(
        **given, Options=wanted.given(**_OPTIONS), TagSpecifications=_tags(wanted, "transit-gateway")
    )["TransitGateway"]
    return {"id": made["TransitGatewayId"], "arn": made["TransitGatewayArn"], "owner_id": wanted.place.account}


@creates("aws_ec2_transit_gateway_route_table")
def table(wanted: Wanted) -> Outputs:
    """CreateTransitGatewayRouteTable."""
    given = wanted.given(TransitGatewayId="transit_gateway_id")
    tags = _tags(wanted, "transit-gateway-route-table")
    made = wanted.client("ec2").create_transit_gateway_route_table(**given, TagSpecifications=tags)
    name, place = made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"], wanted.place
    return {"id": name, "arn": f"arn:aws:ec2:{place.region}:{place.account}:transit-gateway-route-table/{name}"}


def _tags(wanted: Wanted, kind: str) -> list[dict[str, Any]]:
    tags = wanted.tags()
    return [{"ResourceType": kind, "Tags": tags}] if tags else []
