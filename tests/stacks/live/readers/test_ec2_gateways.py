from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_gateways import internet_gateways, nat_gateways

ARN = "arn:aws:ec2:us-east-1:777777777777"


@pytest.fixture
def vpc(aws):
    return aws("ec2").create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]


def test_an_internet_gateway_is_read_with_the_network_it_is_attached_to(aws, seen, vpc):
    ec2 = aws("ec2")
    attached = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=attached, VpcId=vpc)
    alone = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    found = {each["id"]: each for each in seen("aws_internet_gateway")}
    assert found[attached] == {
        "arn": f"{ARN}:internet-gateway/{attached}",
        "id": attached,
        "tags": {},
        "vpc_id": vpc,
    }
    assert "vpc_id" not in found[alone]


@pytest.mark.parametrize(
    ("attachment", "told"),
    [
        ({"State": "available"}, {"vpc_id": "vpc-1"}),
        ({"State": "attaching"}, {"vpc_id": "vpc-1"}),
        ({"State": "detaching"}, {"vpc_id": "vpc-1"}),
        ({}, {"vpc_id": "vpc-1"}),
        ({"State": "detached"}, {}),
    ],
)
def test_a_gateway_is_attached_until_it_is_detached(answered, attachment, told):
    given = {"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", **attachment}]}
    assert answered(internet_gateways, ("ec2.describe_internet_gateways", {"InternetGateways": [given]})) == [
        {"arn": f"{ARN}:internet-gateway/igw-1", "id": "igw-1", "tags": {}, **told}
    ]


def test_an_egress_only_internet_gateway_is_read_with_its_network(aws, seen, vpc):
    made = aws("ec2").create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]
    assert seen("aws_egress_only_internet_gateway") == [
        {"id": made["EgressOnlyInternetGatewayId"], "tags": {}, "vpc_id": vpc}
    ]


def test_a_nat_gateway_is_read_with_its_subnet_and_its_address(aws, seen, vpc):
    ec2 = aws("ec2")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24")["Subnet"]["SubnetId"]
    address = ec2.allocate_address(Domain="vpc")
    made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address["AllocationId"], ConnectivityType="public")[
        "NatGateway"
    ]["NatGatewayId"]
    held = ec2.describe_nat_gateways()["NatGateways"][0]["NatGatewayAddresses"][0]
    assert seen("aws_nat_gateway") == [
        {
            "allocation_id": address["AllocationId"],
            "association_id": held["AssociationId"],
            "connectivity_type": "public",
            "id": made,
            "network_interface_id": held["NetworkInterfaceId"],
            "private_ip": held["PrivateIp"],
            "public_ip": address["PublicIp"],
            "subnet_id": subnet,
            "tags": {},
        }
    ]
    # Its interface is part of it.
    assert seen("aws_network_interface") == []


def test_a_nat_gateway_of_a_whole_network_has_the_network_and_one_that_is_deleted_is_none(answered):
    given = {"VpcId": "vpc-1", "ConnectivityType": "public", "AvailabilityMode": "regional"}
    made = [
        {
            **given,
            "NatGatewayId": "nat-1",
            "State": "available",
            "NatGatewayAddresses": [{"AllocationId": "eipalloc-1"}],
        },
        {**given, "NatGatewayId": "nat-2", "State": "deleted"},
    ]
    assert answered(nat_gateways, ("ec2.describe_nat_gateways", {"NatGateways": made})) == [
        {
            "availability_mode": "regional",
            "connectivity_type": "public",
            "id": "nat-1",
            "tags": {},
            "vpc_id": "vpc-1",
        }
    ]


def test_a_nat_gateway_with_several_addresses_is_read_with_its_primary_one(answered):
    second = {"AllocationId": "eipalloc-2", "IsPrimary": False, "PublicIp": "192.0.2.2"}
    primary = {"AllocationId": "eipalloc-1", "IsPrimary": True, "PublicIp": "192.0.2.1"}
    given = {"NatGatewayId": "nat-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "State": "available"}
    made = [{**given, "NatGatewayAddresses": [second, primary]}]
    assert answered(nat_gateways, ("ec2.describe_nat_gateways", {"NatGateways": made})) == [
        {
            "allocation_id": "eipalloc-1",
            "id": "nat-1",
            "public_ip": "192.0.2.1",
            "subnet_id": "subnet-1",
            "tags": {},
        }
    ]


def test_an_elastic_address_is_read_with_what_has_it(aws, seen, vpc):
    ec2 = aws("ec2")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24")["Subnet"]["SubnetId"]
    made = ec2.create_network_interface(SubnetId=subnet, PrivateIpAddress="10.30.1.9")["NetworkInterface"]
    interface = made["NetworkInterfaceId"]
    address = ec2.allocate_address(Domain="vpc")
    name = address["AllocationId"]
    association = ec2.associate_address(AllocationId=name, NetworkInterfaceId=interface)["AssociationId"]
    assert seen("aws_eip") == [
        {
            "allocation_id": name,
            "arn": f"{ARN}:elastic-ip/{name}",
            "association_id": association,
            "domain": "vpc",
            "id": name,
            "network_interface": interface,
            "private_ip": "10.30.1.9",
            "public_ip": address["PublicIp"],
            "tags": {},
        }
    ]
