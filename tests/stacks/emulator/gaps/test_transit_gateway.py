from __future__ import annotations

import json
import os
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from phizone_stacks.emulator.running import CREDENTIALS
from phizone_stacks.live.entry import Clients, Entry
from phizone_stacks.live.place import Place

OWNER, HUB_OWNER = "777777777777", "444444444444"


@pytest.fixture
def ec2():
    """The EC2 client of an emulated account."""
    with patch.dict(os.environ, CREDENTIALS), mock_aws():
        clients = Clients(Entry(roles={each: f"arn:aws:iam::{each}:role/test" for each in (OWNER, HUB_OWNER)}))
        yield lambda account: clients("ec2", Place(account, "us-east-1"))


def test_moto_still_knows_no_gateway_of_another_account(ec2):
    hub = ec2(HUB_OWNER).create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    vpc = ec2(OWNER).create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2(OWNER).create_subnet(VpcId=vpc, CidrBlock="10.30.0.0/24")["Subnet"]["SubnetId"]
    with pytest.raises(ClientError, match="was deleted or does not exist"):
        ec2(OWNER).create_transit_gateway_vpc_attachment(TransitGatewayId=hub, VpcId=vpc, SubnetIds=[subnet])


def test_moto_still_leaves_the_attachment_out_of_a_route(ec2):
    client = ec2(OWNER)
    hub = client.create_transit_gateway()["TransitGateway"]
    vpc = client.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    subnet = client.create_subnet(VpcId=vpc, CidrBlock="10.30.0.0/24")["Subnet"]["SubnetId"]
    made = client.create_transit_gateway_vpc_attachment(
        TransitGatewayId=hub["TransitGatewayId"], VpcId=vpc, SubnetIds=[subnet]
    )["TransitGatewayVpcAttachment"]
    table = hub["Options"]["AssociationDefaultRouteTableId"]
    client.create_transit_gateway_route(
        TransitGatewayRouteTableId=table,
        DestinationCidrBlock="10.40.0.0/16",
        TransitGatewayAttachmentId=made["TransitGatewayAttachmentId"],
    )
    static = [{"Name": "type", "Values": ["static"]}]
    (found,) = client.search_transit_gateway_routes(TransitGatewayRouteTableId=table, Filters=static)["Routes"]
    assert made["TransitGatewayAttachmentId"] not in json.dumps(found)
