from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_vpcs import blocks, vpcs


@pytest.fixture
def vpc(aws):
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "ours"}]}]
    return aws("ec2").create_vpc(CidrBlock="10.30.0.0/16", TagSpecifications=tags)["Vpc"]["VpcId"]


def _of(aws, operation, key, vpc):
    return getattr(aws("ec2"), operation)(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[key][0]


def test_a_network_is_read_with_its_names_and_what_aws_put_into_it(aws, seen, vpc):
    aws("ec2").modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    table = _of(aws, "describe_route_tables", "RouteTables", vpc)["RouteTableId"]
    assert seen("aws_vpc") == [
        {
            "arn": f"arn:aws:ec2:us-east-1:777777777777:vpc/{vpc}",
            "cidr_block": "10.30.0.0/16",
            "default_network_acl_id": _of(aws, "describe_network_acls", "NetworkAcls", vpc)["NetworkAclId"],
            "default_route_table_id": table,
            "default_security_group_id": _of(aws, "describe_security_groups", "SecurityGroups", vpc)["GroupId"],
            "enable_dns_hostnames": True,
            "enable_dns_support": True,
            "id": vpc,
            "instance_tenancy": "default",
            "main_route_table_id": table,
            "tags": {"Name": "ours"},
        }
    ]


def test_the_network_that_aws_made_is_a_default_one(aws, seen):
    (made,) = aws("ec2").describe_vpcs()["Vpcs"]
    assert seen("aws_vpc") == []
    (default,) = seen("aws_default_vpc")
    assert (default["id"], default["cidr_block"], default["enable_dns_hostnames"]) == (
        made["VpcId"],
        "172.31.0.0/16",
        True,
    )


def test_a_network_has_the_block_of_ipv6_addresses_that_amazon_gave_it(aws, seen):
    made = aws("ec2").create_vpc(CidrBlock="10.31.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    (network,) = seen("aws_vpc")
    block = made["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    assert (network["ipv6_cidr_block"], network["assign_generated_ipv6_cidr_block"]) == (block, True)


def test_further_blocks_of_a_network_are_read_and_those_that_were_taken_away_are_not(aws, seen, vpc):
    ec2 = aws("ec2")
    kept = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.40.0.0/16")["CidrBlockAssociation"]
    gone = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.41.0.0/16")["CidrBlockAssociation"]
    ec2.disassociate_vpc_cidr_block(AssociationId=gone["AssociationId"])
    assert seen("aws_vpc_ipv4_cidr_block_association") == [
        {"cidr_block": "10.40.0.0/16", "id": kept["AssociationId"], "vpc_id": vpc}
    ]


def test_a_second_block_of_ipv6_addresses_is_read(answered):
    vpc = {
        "VpcId": "vpc-0123456789abcdef0",
        "OwnerId": "777777777777",
        "CidrBlock": "10.0.0.0/16",
        "Ipv6CidrBlockAssociationSet": [
            _block("vpc-cidr-assoc-1", "2600:1f18:1::/56", "associated"),
            _block("vpc-cidr-assoc-2", "2600:1f18:2::/56", "disassociated"),
            _block("vpc-cidr-assoc-3", "2600:1f18:3::/56", "associated"),
        ],
    }
    assert answered(blocks, ("ec2.describe_vpcs", {"Vpcs": [vpc]})) == [
        {"id": "vpc-cidr-assoc-3", "ipv6_cidr_block": "2600:1f18:3::/56", "vpc_id": "vpc-0123456789abcdef0"}
    ]


def test_a_network_that_another_account_shares_is_told_by_that_account(answered):
    vpc = {"VpcId": "vpc-0123456789abcdef0", "OwnerId": "888888888888", "CidrBlock": "10.0.0.0/16", "IsDefault": False}
    assert answered(vpcs, ("ec2.describe_vpcs", {"Vpcs": [vpc]})) == []


def _block(name, cidr, state):
    return {"AssociationId": name, "Ipv6CidrBlock": cidr, "Ipv6CidrBlockState": {"State": state}}
