from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_endpoints import endpoints

POLICY = '{"Statement": [], "Version": "2012-10-17"}'
ARN = "arn:aws:ec2:us-east-1:777777777777"


@pytest.fixture
def vpc(aws):
    return aws("ec2").create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def subnet(aws, vpc):
    return aws("ec2").create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24")["Subnet"]["SubnetId"]


def test_an_interface_endpoint_is_read_with_its_policy_its_places_and_its_groups(aws, seen, vpc, subnet):
    ec2 = aws("ec2")
    group = ec2.create_security_group(GroupName="endpoints", Description="Endpoints", VpcId=vpc)["GroupId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        VpcEndpointType="Interface",
        ServiceName="com.amazonaws.us-east-1.kms",
        PolicyDocument=POLICY,
        SubnetIds=[subnet],
        SecurityGroupIds=[group],
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]["VpcEndpointId"]
    assert seen("aws_vpc_endpoint") == [
        {
            "arn": f"{ARN}:vpc-endpoint/{made}",
            "id": made,
            "policy": POLICY,
            "private_dns_enabled": True,
            "route_table_ids": [],
            "security_group_ids": [group],
            "service_name": "com.amazonaws.us-east-1.kms",
            "subnet_ids": [subnet],
            "tags": {},
            "vpc_endpoint_type": "Interface",
            "vpc_id": vpc,
        }
    ]


def test_a_gateway_endpoint_is_read_with_its_route_tables_and_its_prefix_list(aws, seen, vpc):
    ec2 = aws("ec2")
    name = "com.amazonaws.us-east-1.s3"
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_vpc_endpoint(
        VpcId=vpc, VpcEndpointType="Gateway", ServiceName=name, RouteTableIds=[table], PolicyDocument=POLICY
    )
    listed = {each["PrefixListName"]: each["PrefixListId"] for each in ec2.describe_prefix_lists()["PrefixLists"]}
    (found,) = seen("aws_vpc_endpoint")
    assert (found["vpc_endpoint_type"], found["route_table_ids"], found["prefix_list_id"]) == (
        "Gateway",
        [table],
        listed[name],
    )
    # The route to it that AWS writes into the table is no route of ours.
    assert seen("aws_route") == []


def test_an_endpoint_that_a_service_made_or_that_is_gone_is_not_read(answered):
    given = {"VpcId": "vpc-1", "OwnerId": "777777777777", "ServiceName": "x", "VpcEndpointType": "GatewayLoadBalancer"}
    made = [
        {**given, "VpcEndpointId": "vpce-1", "RequesterManaged": True, "State": "available"},
        {**given, "VpcEndpointId": "vpce-2", "RequesterManaged": False, "State": "Deleted"},
        {**given, "VpcEndpointId": "vpce-3", "RequesterManaged": False, "State": "Available", "IpAddressType": "ipv4"},
    ]
    assert answered(endpoints, ("ec2.describe_vpc_endpoints", {"VpcEndpoints": made})) == [
        {
            "arn": f"{ARN}:vpc-endpoint/vpce-3",
            "id": "vpce-3",
            "ip_address_type": "ipv4",
            "route_table_ids": [],
            "security_group_ids": [],
            "service_name": "x",
            "subnet_ids": [],
            "tags": {},
            "vpc_endpoint_type": "GatewayLoadBalancer",
            "vpc_id": "vpc-1",
        }
    ]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("Available", ["vpce-1"]),
        ("Deleted", []),
        ("Deleting", []),
        ("Expired", []),
        ("Failed", []),
        ("Partial", ["vpce-1"]),
        ("Pending", ["vpce-1"]),
        ("PendingAcceptance", ["vpce-1"]),
        ("Rejected", []),
        ("available", ["vpce-1"]),
    ],
)
def test_an_endpoint_that_leads_nowhere_is_none(answered, state, told):
    made = {"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "ServiceName": "x", "State": state}
    found = answered(endpoints, ("ec2.describe_vpc_endpoints", {"VpcEndpoints": [made]}))
    assert [each["id"] for each in found] == told


def test_an_endpoint_service_is_read_with_who_may_ask_for_a_connection(aws, seen, subnet):
    balancer = aws("elbv2").create_load_balancer(Name="offered", Type="network", Scheme="internal", Subnets=[subnet])
    offered = [each["LoadBalancerArn"] for each in balancer["LoadBalancers"]]
    made = aws("ec2").create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=offered, AcceptanceRequired=False
    )["ServiceConfiguration"]
    name = made["ServiceId"]
    aws("ec2").modify_vpc_endpoint_service_permissions(ServiceId=name, AddAllowedPrincipals=["*"])
    assert seen("aws_vpc_endpoint_service") == [
        {
            "acceptance_required": False,
            "allowed_principals": ["*"],
            "arn": f"{ARN}:vpc-endpoint-service/{name}",
            "gateway_load_balancer_arns": [],
            "id": name,
            "network_load_balancer_arns": offered,
            "service_name": made["ServiceName"],
            "tags": {},
        }
    ]
