"""Amazon EC2 transit gateways: gateways, their route tables, and what is associated, propagated and written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, snake, tags_of
from phizone_stacks.live.reading import reads

_TABLE = "aws_ec2_transit_gateway_route_table"
_GONE = ("deleting", "deleted")
_LEAVING = ("disassociating", "disassociated", "disabling", "disabled")
_OPTIONS = (
    "AmazonSideAsn",
    "AssociationDefaultRouteTableId",
    "DefaultRouteTableAssociation",
    "DefaultRouteTablePropagation",
    "DnsSupport",
    "MulticastSupport",
    "PropagationDefaultRouteTableId",
    "SecurityGroupReferencingSupport",
    "TransitGatewayCidrBlocks",
    "VpnEcmpSupport",
)


@reads("aws_ec2_transit_gateway")
def gateways(calls: Calls) -> Iterator[Found]:
    """The account's own gateways; those that others share with it are told in their own accounts."""
    for each in calls.all("ec2", "describe_transit_gateways", "TransitGateways"):
        if each["OwnerId"] == calls.place.account and each["State"] not in _GONE:
            options = each["Options"]
            attributes = {
                "id": each["TransitGatewayId"],
                "arn": each["TransitGatewayArn"],
                "owner_id": each["OwnerId"],
                "description": each.get("Description") or None,
                **{snake(name): options.get(name) for name in _OPTIONS},
                "auto_accept_shared_attachments": options["AutoAcceptSharedAttachments"],
                "encryption_support": _encrypts(options.get("EncryptionSupport")),
                "tags": tags_of(each.get("Tags")),
            }
            yield found("aws_ec2_transit_gateway", each["TransitGatewayId"], attributes)


def _encrypts(given: dict[str, Any] | None) -> str | None:
    """`enable` or `disable`; AWS tells the state in which it is or to which it is on the way."""
    if given is None:
        return None
    return "enable" if given.get("EncryptionState") in ("enabling", "enabled") else "disable"


@reads(_TABLE)
def tables(calls: Calls) -> Iterator[Found]:
    """Route tables that somebody made; a gateway's default one is an attribute of the gateway."""
    for each in _tables(calls):
        if not each.get("DefaultAssociationRouteTable") and not each.get("DefaultPropagationRouteTable"):
            attributes = {
                "id": each["TransitGatewayRouteTableId"],
                "arn": _arn(calls, f"transit-gateway-route-table/{each['TransitGatewayRouteTableId']}"),
                "transit_gateway_id": each["TransitGatewayId"],
                "default_association_route_table": False,
                "default_propagation_route_table": False,
                "tags": tags_of(each.get("Tags")),
            }
            yield found(_TABLE, each["TransitGatewayRouteTableId"], attributes)


@reads(f"{_TABLE}_association")
def associations(calls: Calls) -> Iterator[Found]:
    """Which attachment asks which route table, default ones among them."""
    yield from _joins(calls, "association", "Associations")


@reads(f"{_TABLE}_propagation")
def propagations(calls: Calls) -> Iterator[Found]:
    """Which attachment tells its addresses to which route table, default ones among them."""
    yield from _joins(calls, "propagation", "TransitGatewayRouteTablePropagations")


def _joins(calls: Calls, kind: str, key: str) -> Iterator[Found]:
    for table in _tables(calls):
        name = table["TransitGatewayRouteTableId"]
        operation = f"get_transit_gateway_route_table_{kind}s"
        for each in calls.all("ec2", operation, key, TransitGatewayRouteTableId=name):
            if each["State"] not in _LEAVING:
                attributes = {
                    "transit_gateway_attachment_id": each["TransitGatewayAttachmentId"],
                    "transit_gateway_route_table_id": name,
                    "resource_id": each.get("ResourceId"),
                    "resource_type": each.get("ResourceType"),
                }
                yield found(f"{_TABLE}_{kind}", f"{name}/{each['TransitGatewayAttachmentId']}", attributes)


@reads("aws_ec2_transit_gateway_route")
def routes(calls: Calls) -> Iterator[Found]:
    """Routes that somebody wrote; propagated ones follow from what is propagated."""
    for table in _tables(calls):
        name = table["TransitGatewayRouteTableId"]
        written = [{"Name": "type", "Values": ["static"]}]
        answer = calls.all(
            "ec2", "search_transit_gateway_routes", "Routes", TransitGatewayRouteTableId=name, Filters=written
        )
        for each in answer:
            # What a prefix list holds stands here, too, block by block: it is told by the reference to the list.
            if not each.get("PrefixListId") and each["State"] not in _GONE:
                attachments = each.get("TransitGatewayAttachments") or [{}]
                attributes = {
                    "destination_cidr_block": each["DestinationCidrBlock"],
                    "blackhole": each["State"] == "blackhole",
                    "transit_gateway_attachment_id": attachments[0].get("TransitGatewayAttachmentId"),
                    "transit_gateway_route_table_id": name,
                }
                yield found("aws_ec2_transit_gateway_route", f"{name}/{each['DestinationCidrBlock']}", attributes)


@reads("aws_ec2_transit_gateway_prefix_list_reference")
def references(calls: Calls) -> Iterator[Found]:
    """Routes to the addresses of a prefix list."""
    for table in _tables(calls):
        name = table["TransitGatewayRouteTableId"]
        operation, key = "get_transit_gateway_prefix_list_references", "TransitGatewayPrefixListReferences"
        for each in calls.all("ec2", operation, key, TransitGatewayRouteTableId=name):
            attributes = {
                "prefix_list_id": each["PrefixListId"],
                "prefix_list_owner_id": each.get("PrefixListOwnerId"),
                "blackhole": each.get("Blackhole", False),
                "transit_gateway_attachment_id": each.get("TransitGatewayAttachment", {}).get(
                    "TransitGatewayAttachmentId"
                ),
                "transit_gateway_route_table_id": name,
            }
            name_of_it = f"{name}/{each['PrefixListId']}"
            yield found("aws_ec2_transit_gateway_prefix_list_reference", name_of_it, attributes)


def _tables(calls: Calls) -> list[dict[str, Any]]:
    told = calls.all("ec2", "describe_transit_gateway_route_tables", "TransitGatewayRouteTables")
    return [each for each in told if each["State"] not in _GONE]


def _arn(calls: Calls, resource: str) -> str:
    place = calls.place
    return f"arn:{partition(place.region)}:ec2:{place.region}:{place.account}:{resource}"
