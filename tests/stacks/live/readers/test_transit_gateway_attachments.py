from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.transit_gateway_attachments import accepters, attachments

OWNER, HUB_OWNER = "777777777777", "444444444444"
GATEWAY, TABLE = "tgw-0123456789abcdef0", "tgw-rtb-0123456789abcdef0"
OPTIONS = {
    "ApplianceModeSupport": "disable",
    "DnsSupport": "enable",
    "Ipv6Support": "disable",
    "SecurityGroupReferencingSupport": "disable",
}
SETTINGS = {
    "appliance_mode_support": "disable",
    "dns_support": "enable",
    "ipv6_support": "disable",
    "security_group_referencing_support": "disable",
    "subnet_ids": ["subnet-1", "subnet-2"],
    "tags": {"Name": "prod"},
    "transit_gateway_id": GATEWAY,
    "vpc_id": "vpc-1",
    "vpc_owner_id": OWNER,
}


def attached(state):
    """An attachment of a VPC to another account's gateway, as the two calls that tell of it answer."""
    common = {"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": GATEWAY, "State": state}
    detail = {
        **common,
        "VpcId": "vpc-1",
        "VpcOwnerId": OWNER,
        "SubnetIds": ["subnet-2", "subnet-1"],
        "Options": OPTIONS,
        "Tags": [{"Key": "Name", "Value": "prod"}],
    }
    listed = {
        **common,
        "TransitGatewayOwnerId": HUB_OWNER,
        "ResourceOwnerId": OWNER,
        "ResourceType": "vpc",
        "ResourceId": "vpc-1",
    }
    return (
        ("describe_transit_gateway_vpc_attachments", {"TransitGatewayVpcAttachments": [detail]}),
        ("describe_transit_gateway_attachments", {"TransitGatewayAttachments": [listed]}),
    )


def described(joins):
    options = {
        "DefaultRouteTableAssociation": joins,
        "AssociationDefaultRouteTableId": TABLE,
        "DefaultRouteTablePropagation": "disable",
    }
    return ("describe_transit_gateways", {"TransitGateways": [{"TransitGatewayId": GATEWAY, "Options": options}]})


@pytest.fixture
def told():
    """What a reader tells in an account where AWS gives these answers."""

    def read(reader, account, *answers):
        ec2 = boto3.client("ec2", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        with Stubber(ec2) as stub:
            for operation, answer in answers:
                stub.add_response(operation, answer)
            found = list(reader.function(Calls(Place(account, "us-east-1"), lambda service, place: ec2)))
            stub.assert_no_pending_responses()
        return [dict(each.attributes) for each in found]

    return read


def test_an_attachment_to_another_account_s_gateway_is_told_where_its_vpc_is(told):
    assert told(attachments, OWNER, *attached("available")) == [
        {
            "arn": "arn:aws:ec2:us-east-1:777777777777:transit-gateway-attachment/tgw-attach-1",
            "id": "tgw-attach-1",
            **SETTINGS,
        }
    ]


def test_the_gateway_s_account_tells_that_it_accepted_it(told):
    assert told(accepters, HUB_OWNER, *attached("available"), described("disable")) == [
        {
            "id": "tgw-attach-1",
            "transit_gateway_attachment_id": "tgw-attach-1",
            "transit_gateway_default_route_table_association": False,
            "transit_gateway_default_route_table_propagation": False,
            **SETTINGS,
        }
    ]


def test_an_accepted_attachment_that_is_in_the_default_table_says_so(told):
    joined = ("get_transit_gateway_route_table_associations", {"Associations": [
        {"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceType": "vpc", "State": "associated"}
    ]})  # fmt: skip
    found = told(accepters, HUB_OWNER, *attached("available"), described("enable"), joined)
    assert [each["transit_gateway_default_route_table_association"] for each in found] == [True]


@pytest.mark.parametrize("account", [OWNER, HUB_OWNER])
def test_each_end_is_told_in_its_own_account_only(told, account):
    found = told({OWNER: accepters, HUB_OWNER: attachments}[account], account, *attached("available"))
    assert found == []


def test_an_attachment_that_waits_is_not_accepted(told):
    assert told(accepters, HUB_OWNER, *attached("pendingAcceptance")) == []
    assert [each["id"] for each in told(attachments, OWNER, *attached("pendingAcceptance"))] == ["tgw-attach-1"]


def test_an_attachment_that_is_gone_is_not_told(told):
    assert told(attachments, OWNER, *attached("rejected")) == []


def test_an_attachment_within_an_account_says_whether_it_is_in_the_default_table(aws, seen):
    ec2 = aws("ec2")
    hub = ec2.create_transit_gateway(Options={"DefaultRouteTablePropagation": "disable"})["TransitGateway"]
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.0.0/24")["Subnet"]["SubnetId"]
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=hub["TransitGatewayId"], VpcId=vpc, SubnetIds=[subnet], Options={"DnsSupport": "disable"}
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    assert seen("aws_ec2_transit_gateway_vpc_attachment") == [
        {
            "appliance_mode_support": "disable",
            "arn": f"arn:aws:ec2:us-east-1:777777777777:transit-gateway-attachment/{made}",
            "dns_support": "disable",
            "id": made,
            "ipv6_support": "disable",
            "security_group_referencing_support": "enable",
            "subnet_ids": [subnet],
            "tags": {},
            "transit_gateway_default_route_table_association": True,
            "transit_gateway_default_route_table_propagation": False,
            "transit_gateway_id": hub["TransitGatewayId"],
            "vpc_id": vpc,
            "vpc_owner_id": "777777777777",
        }
    ]
    assert seen("aws_ec2_transit_gateway_vpc_attachment_accepter") == []


@pytest.fixture
def peered(aws):
    """A peering of two accounts' gateways: its id, and the ids of both."""
    near, far = (
        aws("ec2", account=account).create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        for account in (OWNER, HUB_OWNER)
    )
    made = aws("ec2").create_transit_gateway_peering_attachment(
        TransitGatewayId=near, PeerTransitGatewayId=far, PeerAccountId=HUB_OWNER, PeerRegion="us-east-1"
    )["TransitGatewayPeeringAttachment"]["TransitGatewayAttachmentId"]
    return made, near, far


def test_a_peering_is_told_where_it_was_asked_for(peered, seen):
    made, near, far = peered
    assert seen("aws_ec2_transit_gateway_peering_attachment") == [
        {
            "arn": f"arn:aws:ec2:us-east-1:777777777777:transit-gateway-attachment/{made}",
            "id": made,
            "peer_account_id": HUB_OWNER,
            "peer_region": "us-east-1",
            "peer_transit_gateway_id": far,
            "state": "pendingAcceptance",
            "tags": {},
            "transit_gateway_id": near,
        }
    ]
    assert seen("aws_ec2_transit_gateway_peering_attachment", account=HUB_OWNER) == []


def test_a_peering_is_accepted_where_it_leads_and_not_before(aws, peered, seen):
    made, near, far = peered
    assert seen("aws_ec2_transit_gateway_peering_attachment_accepter", account=HUB_OWNER) == []
    aws("ec2", account=HUB_OWNER).accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=made)
    assert seen("aws_ec2_transit_gateway_peering_attachment_accepter", account=HUB_OWNER) == [
        {
            "id": made,
            "peer_account_id": OWNER,
            "peer_region": "us-east-1",
            "peer_transit_gateway_id": near,
            "tags": {},
            "transit_gateway_attachment_id": made,
            "transit_gateway_id": far,
        }
    ]
