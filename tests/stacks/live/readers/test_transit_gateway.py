from __future__ import annotations

import boto3
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.transit_gateway import references, routes

TAGS = [{"Key": "Name", "Value": "hub"}]
CLOSED = {
    "AutoAcceptSharedAttachments": "disable",
    "DefaultRouteTableAssociation": "disable",
    "DefaultRouteTablePropagation": "disable",
    "DnsSupport": "enable",
    "MulticastSupport": "disable",
    "SecurityGroupReferencingSupport": "disable",
    "VpnEcmpSupport": "disable",
}
TABLE, ATTACHMENT = "tgw-rtb-0123456789abcdef0", "tgw-attach-0123456789abcdef0"


def told(reader, operation, answer):
    """What a reader tells in an account that has one route table, of which AWS gives this answer."""
    ec2 = boto3.client("ec2", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    tables = [{"TransitGatewayRouteTableId": TABLE, "State": "available"}]
    with Stubber(ec2) as stub:
        stub.add_response("describe_transit_gateway_route_tables", {"TransitGatewayRouteTables": tables})
        stub.add_response(operation, answer)
        calls = Calls(Place("444444444444", "us-east-1"), lambda service, place: ec2)
        return [dict(each.attributes) for each in reader.function(calls)]


def gateway(aws, **given):
    made = aws("ec2").create_transit_gateway(Description="hub", Options=CLOSED, **given)
    return made["TransitGateway"]


def table(aws, of):
    made = aws("ec2").create_transit_gateway_route_table(
        TransitGatewayId=of["TransitGatewayId"],
        TagSpecifications=[{"ResourceType": "transit-gateway-route-table", "Tags": TAGS}],
    )
    return made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"]


def attachment(aws, of):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.0.0/24")["Subnet"]["SubnetId"]
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=of["TransitGatewayId"], VpcId=vpc, SubnetIds=[subnet]
    )
    return made["TransitGatewayVpcAttachment"]


def test_a_gateway_is_read_with_what_it_accepts_and_joins_by_itself(aws, seen):
    made = gateway(aws, TagSpecifications=[{"ResourceType": "transit-gateway", "Tags": TAGS}])
    assert seen("aws_ec2_transit_gateway") == [
        {
            "amazon_side_asn": 64512,
            "arn": f"arn:aws:ec2:us-east-1:777777777777:transit-gateway/{made['TransitGatewayId']}",
            # moto makes a default table always; AWS where one of the settings is "enable".
            "association_default_route_table_id": made["Options"]["AssociationDefaultRouteTableId"],
            "auto_accept_shared_attachments": "disable",
            "default_route_table_association": "disable",
            "default_route_table_propagation": "disable",
            "description": "hub",
            "dns_support": "enable",
            "id": made["TransitGatewayId"],
            "multicast_support": "disable",
            "owner_id": "777777777777",
            "propagation_default_route_table_id": made["Options"]["PropagationDefaultRouteTableId"],
            "security_group_referencing_support": "disable",
            "tags": {"Name": "hub"},
            "transit_gateway_cidr_blocks": [],
            "vpn_ecmp_support": "disable",
        }
    ]


def test_a_route_table_is_read_and_the_default_one_is_the_gateway_s(aws, seen):
    hub = gateway(aws)
    name = table(aws, hub)
    assert seen("aws_ec2_transit_gateway_route_table") == [
        {
            "arn": f"arn:aws:ec2:us-east-1:777777777777:transit-gateway-route-table/{name}",
            "default_association_route_table": False,
            "default_propagation_route_table": False,
            "id": name,
            "tags": {"Name": "hub"},
            "transit_gateway_id": hub["TransitGatewayId"],
        }
    ]


def test_a_deleted_route_table_is_not_read(aws, seen):
    aws("ec2").delete_transit_gateway_route_table(TransitGatewayRouteTableId=table(aws, gateway(aws)))
    assert seen("aws_ec2_transit_gateway_route_table") == []


def test_associations_are_read_those_with_the_default_table_too(aws, seen):
    hub = gateway(aws)
    name, made = table(aws, hub), attachment(aws, hub)
    aws("ec2").associate_transit_gateway_route_table(
        TransitGatewayRouteTableId=name, TransitGatewayAttachmentId=made["TransitGatewayAttachmentId"]
    )
    shared = {
        "resource_id": made["VpcId"],
        "resource_type": "vpc",
        "transit_gateway_attachment_id": made["TransitGatewayAttachmentId"],
    }
    default = hub["Options"]["AssociationDefaultRouteTableId"]
    found = seen("aws_ec2_transit_gateway_route_table_association")
    assert sorted(found, key=lambda each: each["transit_gateway_route_table_id"] == default) == [
        {**shared, "transit_gateway_route_table_id": name},
        {**shared, "transit_gateway_route_table_id": default},
    ]


def test_a_propagation_is_read(aws, seen):
    hub = gateway(aws)
    name, made = table(aws, hub), attachment(aws, hub)
    aws("ec2").enable_transit_gateway_route_table_propagation(
        TransitGatewayRouteTableId=name, TransitGatewayAttachmentId=made["TransitGatewayAttachmentId"]
    )
    assert seen("aws_ec2_transit_gateway_route_table_propagation") == [
        {
            "resource_id": made["VpcId"],
            "resource_type": "vpc",
            "transit_gateway_attachment_id": made["TransitGatewayAttachmentId"],
            "transit_gateway_route_table_id": name,
        }
    ]


def test_a_route_that_leads_nowhere_is_read(aws, seen):
    name = table(aws, gateway(aws))
    aws("ec2").create_transit_gateway_route(
        TransitGatewayRouteTableId=name, DestinationCidrBlock="10.50.0.0/16", Blackhole=True
    )
    assert seen("aws_ec2_transit_gateway_route") == [
        {"blackhole": True, "destination_cidr_block": "10.50.0.0/16", "transit_gateway_route_table_id": name}
    ]


def test_a_route_is_read_with_the_attachment_it_leads_to_and_what_a_prefix_list_holds_is_not():
    # moto keeps the attachment and leaves it out of its answer.
    route = {
        "DestinationCidrBlock": "10.40.0.0/16",
        "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": ATTACHMENT, "ResourceType": "vpc"}],
        "Type": "static",
        "State": "active",
    }
    to_list = {**route, "DestinationCidrBlock": "10.60.0.0/16", "PrefixListId": "pl-0123456789abcdef0"}
    answer = {"Routes": [route, to_list], "AdditionalRoutesAvailable": False}
    assert told(routes, "search_transit_gateway_routes", answer) == [
        {
            "blackhole": False,
            "destination_cidr_block": "10.40.0.0/16",
            "transit_gateway_attachment_id": ATTACHMENT,
            "transit_gateway_route_table_id": TABLE,
        }
    ]


def test_a_route_to_a_prefix_list_is_read():
    reference = {
        "TransitGatewayRouteTableId": TABLE,
        "PrefixListId": "pl-0123456789abcdef0",
        "PrefixListOwnerId": "444444444444",
        "State": "available",
        "Blackhole": False,
        "TransitGatewayAttachment": {"TransitGatewayAttachmentId": ATTACHMENT, "ResourceType": "vpc"},
    }
    answer = {"TransitGatewayPrefixListReferences": [reference]}
    assert told(references, "get_transit_gateway_prefix_list_references", answer) == [
        {
            "blackhole": False,
            "prefix_list_id": "pl-0123456789abcdef0",
            "prefix_list_owner_id": "444444444444",
            "transit_gateway_attachment_id": ATTACHMENT,
            "transit_gateway_route_table_id": TABLE,
        }
    ]
