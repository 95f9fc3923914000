from __future__ import annotations


def test_a_subnet_is_read_with_its_zone_and_what_it_gives(aws, seen):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    tags = [{"ResourceType": "subnet", "Tags": [{"Key": "Team", "Value": "platform"}]}]
    made = ec2.create_subnet(
        VpcId=vpc, CidrBlock="10.30.1.0/24", AvailabilityZone="us-east-1b", TagSpecifications=tags
    )["Subnet"]
    ec2.modify_subnet_attribute(SubnetId=made["SubnetId"], MapPublicIpOnLaunch={"Value": True})
    assert seen("aws_subnet") == [
        {
            "arn": f"arn:aws:ec2:us-east-1:777777777777:subnet/{made['SubnetId']}",
            "assign_ipv6_address_on_creation": False,
            "availability_zone": "us-east-1b",
            "availability_zone_id": made["AvailabilityZoneId"],
            "cidr_block": "10.30.1.0/24",
            "id": made["SubnetId"],
            "ipv6_native": False,
            "map_public_ip_on_launch": True,
            "tags": {"Team": "platform"},
            "vpc_id": vpc,
        }
    ]


def test_the_subnets_that_aws_made_are_default_ones(aws, seen):
    made = {each["SubnetId"] for each in aws("ec2").describe_subnets()["Subnets"]}
    assert {each["id"] for each in seen("aws_default_subnet")} == made
    assert seen("aws_subnet") == []


def test_a_subnet_has_its_block_of_ipv6_addresses(aws, seen):
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    block = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("/56", "/64")
    ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.30.1.0/24", Ipv6CidrBlock=block)
    assert [each["ipv6_cidr_block"] for each in seen("aws_subnet")] == [block]
