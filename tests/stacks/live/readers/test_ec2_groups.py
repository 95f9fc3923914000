from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_groups import rules

ARN = "arn:aws:ec2:us-east-1:777777777777"


@pytest.fixture
def vpc(aws):
    return aws("ec2").create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def group(aws, vpc):
    made = aws("ec2").create_security_group(GroupName="endpoints", Description="Endpoints", VpcId=vpc)["GroupId"]
    aws("ec2").revoke_security_group_egress(
        GroupId=made, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    )
    return made


def _allow(aws, group, side="ingress", **given):
    call = getattr(aws("ec2"), f"authorize_security_group_{side}")
    return call(GroupId=group, IpPermissions=[given])["SecurityGroupRules"][-1]["SecurityGroupRuleId"]


def test_a_group_is_read_without_its_rules(seen, vpc, group):
    assert seen("aws_security_group") == [
        {
            "arn": f"{ARN}:security-group/{group}",
            "description": "Endpoints",
            "id": group,
            "name": "endpoints",
            "tags": {},
            "vpc_id": vpc,
        }
    ]


def test_a_rule_into_a_group_is_read_with_its_ports_and_who_comes_in(aws, seen, group):
    peers = {"IpRanges": [{"CidrIp": "10.30.0.0/18", "Description": "Workloads"}]}
    rule = _allow(aws, group, IpProtocol="tcp", FromPort=443, ToPort=443, **peers)
    assert seen("aws_vpc_security_group_ingress_rule") == [
        {
            "arn": f"{ARN}:security-group-rule/{rule}",
            "cidr_ipv4": "10.30.0.0/18",
            "description": "Workloads",
            "from_port": 443,
            "id": rule,
            "ip_protocol": "tcp",
            "security_group_id": group,
            "security_group_rule_id": rule,
            "tags": {},
            "to_port": 443,
        }
    ]


def test_a_rule_out_of_a_group_for_every_protocol_has_no_ports(aws, seen, group):
    rule = _allow(aws, group, "egress", IpProtocol="-1", UserIdGroupPairs=[{"GroupId": group}])
    assert seen("aws_vpc_security_group_egress_rule") == [
        {
            "arn": f"{ARN}:security-group-rule/{rule}",
            "id": rule,
            "ip_protocol": "-1",
            "referenced_security_group_id": group,
            "security_group_id": group,
            "security_group_rule_id": rule,
            "tags": {},
        }
    ]


def test_a_group_of_another_account_is_named_with_its_account(answered):
    rule = {
        "SecurityGroupRuleId": "sgr-1",
        "GroupId": "sg-1",
        "IsEgress": False,
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "ReferencedGroupInfo": {"GroupId": "sg-2", "UserId": "888888888888"},
    }
    answers = [
        ("ec2.describe_security_groups", {"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "ours"}]}),
        ("ec2.describe_security_group_rules", {"SecurityGroupRules": [rule]}),
    ]
    (found,) = answered(rules, *answers)
    assert found["referenced_security_group_id"] == "888888888888/sg-2"


def test_the_rules_of_a_group_that_another_account_shares_are_its_own_to_tell(answered):
    rule = {
        "SecurityGroupRuleId": "sgr-1",
        "GroupId": "sg-1",
        "GroupOwnerId": "888888888888",
        "IsEgress": False,
        "IpProtocol": "-1",
        "CidrIpv4": "0.0.0.0/0",
    }
    answers = [
        ("ec2.describe_security_groups", {"SecurityGroups": []}),
        ("ec2.describe_security_group_rules", {"SecurityGroupRules": [rule]}),
    ]
    assert answered(rules, *answers) == []


def test_the_default_group_of_a_network_is_read_with_its_rules(aws, seen, vpc):
    filters = [{"Name": "vpc-id", "Values": [vpc]}]
    group = aws("ec2").describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
    _allow(aws, group, IpProtocol="-1", UserIdGroupPairs=[{"GroupId": group}])
    every = {"from_port": 0, "protocol": "-1", "to_port": 0}
    assert [each for each in seen("aws_default_security_group") if each["vpc_id"] == vpc] == [
        {
            "egress": [{**every, "cidr_blocks": ["0.0.0.0/0"]}],
            "ingress": [{**every, "self": True}],
            "tags": {},
            "vpc_id": vpc,
        }
    ]
