from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_acls import acls


@pytest.fixture
def vpc(aws):
    return aws("ec2").create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]


def _rule(aws, acl, number, **given):
    given = {"Protocol": "6", "RuleAction": "allow", "Egress": False, "CidrBlock": "10.30.0.0/16", **given}
    aws("ec2").create_network_acl_entry(NetworkAclId=acl, RuleNumber=number, **given)


def test_an_acl_is_read_with_its_rules_in_order_and_its_subnets(aws, seen, vpc):
    ec2 = aws("ec2")
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24")["Subnet"]["SubnetId"]
    held = ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])["NetworkAcls"][0]
    association = next(each for each in held["Associations"] if each["SubnetId"] == subnet)
    ec2.replace_network_acl_association(AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl)
    _rule(aws, acl, 110, PortRange={"From": 443, "To": 443})
    _rule(aws, acl, 100, RuleAction="deny", Protocol="17", PortRange={"From": 53, "To": 53})
    _rule(aws, acl, 100, Egress=True, Protocol="-1")
    assert seen("aws_network_acl") == [
        {
            "arn": f"arn:aws:ec2:us-east-1:777777777777:network-acl/{acl}",
            "egress": [_read(100, "allow", "-1", 0)],
            "id": acl,
            "ingress": [_read(100, "deny", "udp", 53), _read(110, "allow", "tcp", 443)],
            "subnet_ids": [subnet],
            "tags": {},
            "vpc_id": vpc,
        }
    ]


def test_the_default_acl_of_a_network_is_read_with_its_rules(aws, seen, vpc):
    filters = [{"Name": "vpc-id", "Values": [vpc]}]
    acl = aws("ec2").describe_network_acls(Filters=filters)["NetworkAcls"][0]["NetworkAclId"]
    assert [each for each in seen("aws_default_network_acl") if each["vpc_id"] == vpc] == [
        {
            "default_network_acl_id": acl,
            "egress": [{**_read(100, "allow", "-1", 0), "cidr_block": "0.0.0.0/0"}],
            "ingress": [{**_read(100, "allow", "-1", 0), "cidr_block": "0.0.0.0/0"}],
            "subnet_ids": [],
            "tags": {},
            "vpc_id": vpc,
        }
    ]


def test_the_kind_of_a_message_is_read(answered):
    entry = {
        "RuleNumber": 90,
        "Protocol": "1",
        "RuleAction": "allow",
        "Egress": False,
        "Ipv6CidrBlock": "::/0",
        "IcmpTypeCode": {"Type": 8, "Code": -1},
    }
    acl = {"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": False, "Entries": [entry], "OwnerId": "777777777777"}
    answers = [
        ("ec2.describe_vpcs", {"Vpcs": [{"VpcId": "vpc-1", "OwnerId": "777777777777"}]}),
        ("ec2.describe_network_acls", {"NetworkAcls": [acl]}),
    ]
    assert [each["ingress"] for each in answered(acls, *answers)] == [
        [
            {
                "action": "allow",
                "from_port": 0,
                "icmp_code": -1,
                "icmp_type": 8,
                "ipv6_cidr_block": "::/0",
                "protocol": "icmp",
                "rule_no": 90,
                "to_port": 0,
            }
        ]
    ]


def test_an_acl_whose_network_is_gone_is_not_read(answered):
    acl = {"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": True, "OwnerId": "777777777777"}
    answers = [("ec2.describe_vpcs", {"Vpcs": []}), ("ec2.describe_network_acls", {"NetworkAcls": [acl]})]
    assert answered(acls, *answers) == []


def _read(number, action, protocol, port):
    return {
        "action": action,
        "cidr_block": "10.30.0.0/16",
        "from_port": port,
        "protocol": protocol,
        "rule_no": number,
        "to_port": port,
    }
