from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.route53 import associations, signatures

LOG_GROUP = "arn:aws:logs:us-east-1:777777777777:log-group:/aws/route53/example.org"


def vpc(aws, account="777777777777"):
    return aws("ec2", account=account).create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]


def zone(aws, account="777777777777", **given):
    made = aws("route53", account=account).create_hosted_zone(Name="example.org", CallerReference="1", **given)
    return made["HostedZone"]["Id"].removeprefix("/hostedzone/")


def test_a_public_zone_is_read(aws, seen):
    name = zone(aws, HostedZoneConfig={"Comment": "ours"})
    tags = [{"Key": "Team", "Value": "platform"}]
    aws("route53").change_tags_for_resource(ResourceType="hostedzone", ResourceId=name, AddTags=tags)
    servers = aws("route53").get_hosted_zone(Id=name)["DelegationSet"]["NameServers"]
    (found,) = seen("aws_route53_zone")
    found.pop("delegation_set_id", None)
    assert found == {
        "arn": f"arn:aws:route53:::hostedzone/{name}",
        "comment": "ours",
        "id": name,
        "name": "example.org",
        "name_servers": sorted(servers),
        "tags": {"Team": "platform"},
        "zone_id": name,
    }


def test_a_private_zone_is_read_with_its_vpcs(aws, seen):
    network = vpc(aws)
    zone(aws, VPC={"VPCId": network, "VPCRegion": "us-east-1"}, HostedZoneConfig={"PrivateZone": True})
    assert [each["vpc"] for each in seen("aws_route53_zone")] == [[{"vpc_id": network, "vpc_region": "us-east-1"}]]


def test_a_zone_that_is_the_account_s_own_is_no_association(aws, seen):
    zone(aws, VPC={"VPCId": vpc(aws), "VPCRegion": "us-east-1"}, HostedZoneConfig={"PrivateZone": True})
    assert seen("aws_route53_zone_association") == []


def test_another_account_s_zone_that_answers_in_a_vpc_is_read():
    ec2, route53 = (
        boto3.client(service, "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        for service in ("ec2", "route53")
    )
    clients = {"ec2": ec2, "route53": route53}
    zones = [
        {"HostedZoneId": "Z1", "Name": "example.org.", "Owner": {"OwningAccount": "999999999999"}},
        {"HostedZoneId": "Z2", "Name": "efs.amazonaws.com.", "Owner": {"OwningService": "efs.amazonaws.com"}},
    ]
    with Stubber(ec2) as networks, Stubber(route53) as names:
        networks.add_response("describe_vpcs", {"Vpcs": [{"VpcId": "vpc-1"}]})
        names.add_response("list_hosted_zones_by_vpc", {"HostedZoneSummaries": zones, "MaxItems": "100"})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: clients[service])
        assert [dict(each.attributes) for each in associations.function(calls)] == [
            {"owning_account": "999999999999", "vpc_id": "vpc-1", "vpc_region": "us-east-1", "zone_id": "Z1"}
        ]


@pytest.mark.parametrize(
    ("status", "found"),
    [("SIGNING", [{"hosted_zone_id": "Z1", "signing_status": "SIGNING"}]), ("NOT_SIGNING", [])],
)
def test_how_a_public_zone_is_signed_is_read_and_a_private_one_is_not_asked_for(status, found):
    route53 = boto3.client("route53", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    zones = [
        {"Id": "/hostedzone/Z1", "Name": "example.org.", "CallerReference": "1", "Config": {"PrivateZone": False}},
        {"Id": "/hostedzone/Z2", "Name": "example.net.", "CallerReference": "2", "Config": {"PrivateZone": True}},
    ]
    page = {"HostedZones": zones, "Marker": "", "IsTruncated": False, "MaxItems": "100"}
    with Stubber(route53) as stub:
        stub.add_response("list_hosted_zones", page)
        stub.add_response("get_dnssec", {"Status": {"ServeSignature": status}, "KeySigningKeys": []})
        calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: route53)
        assert [dict(each.attributes) for each in signatures.function(calls)] == found


def test_the_log_of_a_zone_s_queries_is_read(aws, seen):
    name = zone(aws)
    aws("logs").create_log_group(logGroupName="/aws/route53/example.org")
    made = aws("route53").create_query_logging_config(HostedZoneId=name, CloudWatchLogsLogGroupArn=f"{LOG_GROUP}:*")
    made = made["QueryLoggingConfig"]["Id"]
    assert seen("aws_route53_query_log") == [
        {
            "arn": f"arn:aws:route53:::queryloggingconfig/{made}",
            "cloudwatch_log_group_arn": LOG_GROUP,
            "id": made,
            "zone_id": name,
        }
    ]
