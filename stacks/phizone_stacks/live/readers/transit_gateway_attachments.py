"""Attachments of Amazon EC2 transit gateways, of VPCs and of other gateways: each end in the account that owns it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import reads

_ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment"
_PEERING = "aws_ec2_transit_gateway_peering_attachment"
_GONE = ("deleting", "deleted", "failing", "failed", "rejecting", "rejected")
_WAITING = ("initiating", "initiatingRequest", "pendingAcceptance", "rollingBack")
_KINDS = {"Association": "Associations", "Propagation": "TransitGatewayRouteTablePropagations"}
_BY_DEFAULT = {kind: f"transit_gateway_default_route_table_{kind.lower()}" for kind in _KINDS}


# Of another account's gateway the VPC's account does not learn which route tables the attachment joined, and the
# accepter's word counts there; of a gateway of its own what it joined is told by associations and propagations, too.
@reads(_ATTACHMENT, silent={_ATTACHMENT: tuple(_BY_DEFAULT.values())})
def attachments(calls: Calls) -> Iterator[Found]:
    """Attachments of the account's own VPCs."""
    place = calls.place
    for each, of_gateway in _of_vpcs(calls):
        if each["VpcOwnerId"] == place.account:
            name = each["TransitGatewayAttachmentId"]
            attributes = {
                "id": name,
                "arn": f"arn:{partition(place.region)}:ec2:{place.region}:{place.account}"
                f":transit-gateway-attachment/{name}",
                **_settings(each),
                **(_by_default(calls, each) if of_gateway == place.account else {}),
            }
            yield found(_ATTACHMENT, name, attributes)


@reads(f"{_ATTACHMENT}_accepter")
def accepters(calls: Calls) -> Iterator[Found]:
    """Attachments of other accounts' VPCs that the account accepted at a gateway of its own."""
    place = calls.place
    for each, of_gateway in _of_vpcs(calls):
        if of_gateway == place.account != each["VpcOwnerId"] and each["State"] not in _WAITING:
            name = each["TransitGatewayAttachmentId"]
            attributes = {
                "id": name,
                "transit_gateway_attachment_id": name,
                **_settings(each),
                **_by_default(calls, each),
            }
            yield found(f"{_ATTACHMENT}_accepter", name, attributes)


def _of_vpcs(calls: Calls) -> Iterator[tuple[dict[str, Any], str]]:
    """Each attachment of a VPC, and the account that owns its gateway, which the one call tells and the other not."""
    told = calls.all("ec2", "describe_transit_gateway_vpc_attachments", "TransitGatewayVpcAttachments")
    by_id = {each["TransitGatewayAttachmentId"]: each for each in told}
    for each in _all(calls, "vpc"):
        yield by_id[each["TransitGatewayAttachmentId"]], each["TransitGatewayOwnerId"]


def _all(calls: Calls, kind: str) -> list[dict[str, Any]]:
    of_kind = [{"Name": "resource-type", "Values": [kind]}]
    told = calls.all("ec2", "describe_transit_gateway_attachments", "TransitGatewayAttachments", Filters=of_kind)
    return [each for each in told if each["State"] not in _GONE]


def _settings(each: dict[str, Any]) -> dict[str, Any]:
    options = each.get("Options", {})
    return {
        "transit_gateway_id": each["TransitGatewayId"],
        "vpc_id": each["VpcId"],
        "vpc_owner_id": each["VpcOwnerId"],
        "subnet_ids": sorted(each["SubnetIds"]),
        "appliance_mode_support": options.get("ApplianceModeSupport"),
        "dns_support": options.get("DnsSupport"),
        "ipv6_support": options.get("Ipv6Support"),
        "security_group_referencing_support": options.get("SecurityGroupReferencingSupport"),
        "tags": tags_of(each.get("Tags")),
    }


def _by_default(calls: Calls, attachment: dict[str, Any]) -> dict[str, bool]:
    """Whether the attachment is joined to the default route tables of a gateway of the account's own."""
    gateways = calls.all("ec2", "describe_transit_gateways", "TransitGateways")
    options = next(each["Options"] for each in gateways if each["TransitGatewayId"] == attachment["TransitGatewayId"])
    found: dict[str, bool] = {}
    for kind, key in _KINDS.items():
        found[_BY_DEFAULT[kind]] = False
        if options.get(f"DefaultRouteTable{kind}") == "enable":
            operation, table = f"get_transit_gateway_route_table_{kind.lower()}s", f"{kind}DefaultRouteTableId"
            joined = calls.all("ec2", operation, key, TransitGatewayRouteTableId=options[table])
            names = {each["TransitGatewayAttachmentId"] for each in joined}
            found[_BY_DEFAULT[kind]] = attachment["TransitGatewayAttachmentId"] in names
    return found


@reads(_PEERING)
def peerings(calls: Calls) -> Iterator[Found]:
    """Peerings that a gateway of the account asked for, accepted or not."""
    for each in _peerings(calls):
        here, there = each["RequesterTgwInfo"], each["AccepterTgwInfo"]
        if (here["OwnerId"], here["Region"]) == (calls.place.account, calls.place.region):
            name, options = each["TransitGatewayAttachmentId"], each.get("Options", {})
            attributes = {
                "id": name,
                "arn": f"arn:{partition(here['Region'])}:ec2:{here['Region']}:{here['OwnerId']}"
                f":transit-gateway-attachment/{name}",
                "transit_gateway_id": here["TransitGatewayId"],
                **_peer(there),
                "options": block(dynamic_routing=options["DynamicRouting"]) if "DynamicRouting" in options else None,
                "state": each["State"],
                "tags": tags_of(each.get("Tags")),
            }
            yield found(_PEERING, name, attributes)


@reads(f"{_PEERING}_accepter")
def accepted_peerings(calls: Calls) -> Iterator[Found]:
    """Peerings that a gateway of the account accepted."""
    for each in _peerings(calls):
        there, here = each["RequesterTgwInfo"], each["AccepterTgwInfo"]
        own = (here["OwnerId"], here["Region"]) == (calls.place.account, calls.place.region)
        if own and each["State"] not in _WAITING:
            name = each["TransitGatewayAttachmentId"]
            attributes = {
                "id": name,
                "transit_gateway_attachment_id": name,
                "transit_gateway_id": here["TransitGatewayId"],
                **_peer(there),
                "tags": tags_of(each.get("Tags")),
            }
            yield found(f"{_PEERING}_accepter", name, attributes)


def _peerings(calls: Calls) -> list[dict[str, Any]]:
    told = calls.all("ec2", "describe_transit_gateway_peering_attachments", "TransitGatewayPeeringAttachments")
    by_id = {each["TransitGatewayAttachmentId"]: each for each in told}
    return [by_id[each["TransitGatewayAttachmentId"]] for each in _all(calls, "peering")]


def _peer(there: dict[str, Any]) -> dict[str, Any]:
    return {
        "peer_account_id": there["OwnerId"],
        "peer_region": there["Region"],
        "peer_transit_gateway_id": there["TransitGatewayId"],
    }
