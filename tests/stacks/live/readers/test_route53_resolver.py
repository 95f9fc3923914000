from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.route53_resolver import logged, query_logs, ruled, rules

TAGS = [{"Key": "Name", "Value": "names"}]
LOG_GROUP = "arn:aws:logs:us-east-1:777777777777:log-group:/names"


@pytest.fixture
def told():
    """What a reader tells in an account where AWS gives these answers."""

    def read(reader, *answers):
        resolver = boto3.client("route53resolver", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        with Stubber(resolver) as stub:
            for operation, answer in answers:
                stub.add_response(operation, answer)
            calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: resolver)
            return [dict(each.attributes) for each in reader.function(calls)]

    return read


def network(aws):
    """A VPC, two subnets and a security group."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    blocks = ("10.30.0.0/24", "10.30.1.0/24")
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=block)["Subnet"]["SubnetId"] for block in blocks]
    return vpc, subnets, ec2.create_security_group(GroupName="dns", Description="dns", VpcId=vpc)["GroupId"]


def endpoint(aws):
    vpc, subnets, group = network(aws)
    made = aws("route53resolver").create_resolver_endpoint(
        CreatorRequestId="1",
        Name="out",
        Direction="OUTBOUND",
        SecurityGroupIds=[group],
        IpAddresses=[{"SubnetId": subnets[0], "Ip": "10.30.0.5"}, {"SubnetId": subnets[1], "Ip": "10.30.1.5"}],
        Tags=TAGS,
    )["ResolverEndpoint"]
    return made, vpc, subnets, group


def query_log(aws):
    given = {"Name": "names", "DestinationArn": LOG_GROUP, "CreatorRequestId": "1", "Tags": TAGS}
    return aws("route53resolver").create_resolver_query_log_config(**given)["ResolverQueryLogConfig"]


def test_a_configuration_of_query_logs_is_read(aws, seen):
    made = query_log(aws)
    assert seen("aws_route53_resolver_query_log_config") == [
        {
            "arn": made["Arn"],
            "destination_arn": LOG_GROUP,
            "id": made["Id"],
            "name": "names",
            "owner_id": "777777777777",
            "share_status": "NOT_SHARED",
        }
    ]


def test_its_tags_are_read_and_another_account_s_that_is_shared_is_not(told):
    common = {"Status": "CREATED", "Name": "names", "DestinationArn": LOG_GROUP, "ShareStatus": "SHARED"}
    arn = "arn:aws:route53resolver:us-east-1:777777777777:resolver-query-log-config/rqlc-1"
    configs = [
        {**common, "Id": "rqlc-1", "OwnerId": "777777777777", "Arn": arn},
        {**common, "Id": "rqlc-2", "OwnerId": "444444444444", "Arn": arn},
    ]
    listed = ("list_resolver_query_log_configs", {"ResolverQueryLogConfigs": configs})
    assert told(query_logs, listed, ("list_tags_for_resource", {"Tags": TAGS})) == [
        {
            "arn": arn,
            "destination_arn": LOG_GROUP,
            "id": "rqlc-1",
            "name": "names",
            "owner_id": "777777777777",
            "share_status": "SHARED",
            "tags": {"Name": "names"},
        }
    ]


def test_which_vpc_s_queries_are_logged_is_read(aws, seen):
    made, (vpc, _, _) = query_log(aws), network(aws)
    given = {"ResolverQueryLogConfigId": made["Id"], "ResourceId": vpc}
    association = aws("route53resolver").associate_resolver_query_log_config(**given)
    assert seen("aws_route53_resolver_query_log_config_association") == [
        {
            "id": association["ResolverQueryLogConfigAssociation"]["Id"],
            "resolver_query_log_config_id": made["Id"],
            "resource_id": vpc,
        }
    ]


def test_an_association_that_cannot_deliver_is_none(told):
    of = {"Id": "rqla-1", "ResolverQueryLogConfigId": "rqlc-1", "ResourceId": "vpc-1"}
    associations = [{**of, "Status": status} for status in ("ACTION_NEEDED", "FAILED", "DELETING")]
    answer = {"ResolverQueryLogConfigAssociations": associations}
    assert told(logged, ("list_resolver_query_log_config_associations", answer)) == []


def test_an_endpoint_is_read_with_its_addresses(aws, seen):
    made, vpc, subnets, group = endpoint(aws)
    addresses = aws("route53resolver").list_resolver_endpoint_ip_addresses(ResolverEndpointId=made["Id"])
    ids = {each["Ip"]: each["IpId"] for each in addresses["IpAddresses"]}
    assert seen("aws_route53_resolver_endpoint") == [
        {
            "arn": made["Arn"],
            "direction": "OUTBOUND",
            "host_vpc_id": vpc,
            "id": made["Id"],
            "ip_address": [
                {"ip": "10.30.0.5", "ip_id": ids["10.30.0.5"], "subnet_id": subnets[0]},
                {"ip": "10.30.1.5", "ip_id": ids["10.30.1.5"], "subnet_id": subnets[1]},
            ],
            "name": "out",
            "security_group_ids": [group],
            "tags": {"Name": "names"},
        }
    ]


def test_a_rule_is_read_with_where_it_sends_queries_and_which_vpc_s(aws, seen):
    made, vpc, _, _ = endpoint(aws)
    rule = aws("route53resolver").create_resolver_rule(
        CreatorRequestId="2",
        Name="away",
        RuleType="FORWARD",
        DomainName="example.org",
        TargetIps=[{"Ip": "192.168.0.10", "Port": 53}],
        ResolverEndpointId=made["Id"],
        Tags=TAGS,
    )["ResolverRule"]
    given = {"ResolverRuleId": rule["Id"], "Name": "away", "VPCId": vpc}
    association = aws("route53resolver").associate_resolver_rule(**given)["ResolverRuleAssociation"]
    assert seen("aws_route53_resolver_rule") == [
        {
            "arn": rule["Arn"],
            "domain_name": "example.org",
            "id": rule["Id"],
            "name": "away",
            "owner_id": "777777777777",
            "resolver_endpoint_id": made["Id"],
            "rule_type": "FORWARD",
            "share_status": "NOT_SHARED",
            "tags": {"Name": "names"},
            "target_ip": [{"ip": "192.168.0.10", "port": 53}],
        }
    ]
    assert seen("aws_route53_resolver_rule_association") == [
        {"id": association["Id"], "name": "away", "resolver_rule_id": rule["Id"], "vpc_id": vpc}
    ]


def test_the_rule_that_aws_makes_for_every_vpc_is_not_read(told):
    internet = {
        "Id": "rslvr-autodefined-rr-internet-resolver",
        "Arn": "arn:aws:route53resolver:us-east-1::autodefined-rule/rslvr-autodefined-rr-internet-resolver",
        "DomainName": ".",
        "RuleType": "RECURSIVE",
        "OwnerId": "Route 53 Resolver",
    }
    of_it = {
        "Id": "rslvr-autodefined-assoc-vpc-1",
        "ResolverRuleId": internet["Id"],
        "VPCId": "vpc-1",
        "Status": "COMPLETE",
    }
    assert told(rules, ("list_resolver_rules", {"ResolverRules": [internet]})) == []
    assert told(ruled, ("list_resolver_rule_associations", {"ResolverRuleAssociations": [of_it]})) == []
