from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_routes import routes


@pytest.fixture
def vpc(aws):
    ec2 = aws("ec2")
    (default,) = ec2.describe_vpcs()["Vpcs"]
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=default["VpcId"])
    return ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def gateway(aws, vpc):
    made = aws("ec2").create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    aws("ec2").attach_internet_gateway(InternetGatewayId=made, VpcId=vpc)
    return made


@pytest.fixture
def table(aws, vpc):
    tags = [{"ResourceType": "route-table", "Tags": [{"Key": "Name", "Value": "workload"}]}]
    return aws("ec2").create_route_table(VpcId=vpc, TagSpecifications=tags)["RouteTable"]["RouteTableId"]


def _main(aws):
    filters = [{"Name": "association.main", "Values": ["true"]}]
    return aws("ec2").describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"]


def test_a_route_table_is_read_without_its_routes(seen, vpc, table):
    assert seen("aws_route_table") == [
        {
            "arn": f"arn:aws:ec2:us-east-1:777777777777:route-table/{table}",
            "id": table,
            "propagating_vgws": [],
            "tags": {"Name": "workload"},
            "vpc_id": vpc,
        }
    ]


def test_the_main_route_table_is_the_default_one_and_holds_its_routes(aws, seen, vpc, gateway):
    main = _main(aws)
    aws("ec2").create_route(RouteTableId=main, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    assert seen("aws_default_route_table") == [
        {
            "default_route_table_id": main,
            "propagating_vgws": [],
            "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": gateway}],
            "tags": {},
            "vpc_id": vpc,
        }
    ]


def test_a_route_is_read_by_itself_and_the_local_one_is_not(aws, seen, table, gateway):
    aws("ec2").create_route(RouteTableId=table, DestinationCidrBlock="192.0.2.0/24", GatewayId=gateway)
    assert seen("aws_route") == [
        {"destination_cidr_block": "192.0.2.0/24", "gateway_id": gateway, "route_table_id": table}
    ]


def test_every_kind_of_target_has_its_name_and_what_aws_writes_is_left_out(answered):
    targets = [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable"},
        {"DestinationPrefixListId": "pl-63a5400a", "GatewayId": "vpce-0123456789abcdef0"},
        {"DestinationCidrBlock": "10.9.0.0/16", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation"},
        {"DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "vpce-0fedcba9876543210", "Origin": "CreateRoute"},
        {"DestinationPrefixListId": "pl-2", "GatewayId": "vpce-0fedcba9876543210", "Origin": "CreateRoute"},
        {"DestinationCidrBlock": "10.2.0.0/16", "TransitGatewayId": "tgw-1"},
        {"DestinationCidrBlock": "10.3.0.0/16", "VpcPeeringConnectionId": "pcx-1"},
        {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1"},
        {"DestinationPrefixListId": "pl-1", "NatGatewayId": "nat-1"},
    ]
    table = {"RouteTableId": "rtb-1", "VpcId": "vpc-1", "OwnerId": "777777777777", "Routes": targets}
    endpoints = [
        {"VpcEndpointId": "vpce-0123456789abcdef0", "VpcEndpointType": "Gateway"},
        {"VpcEndpointId": "vpce-0fedcba9876543210", "VpcEndpointType": "GatewayLoadBalancer"},
    ]
    answers = [
        ("ec2.describe_route_tables", {"RouteTables": [table]}),
        ("ec2.describe_vpc_endpoints", {"VpcEndpoints": endpoints}),
    ]
    assert answered(routes, *answers) == [
        {
            "destination_cidr_block": "10.1.0.0/16",
            "route_table_id": "rtb-1",
            "vpc_endpoint_id": "vpce-0fedcba9876543210",
        },
        {
            "destination_prefix_list_id": "pl-2",
            "route_table_id": "rtb-1",
            "vpc_endpoint_id": "vpce-0fedcba9876543210",
        },
        {"destination_cidr_block": "10.2.0.0/16", "route_table_id": "rtb-1", "transit_gateway_id": "tgw-1"},
        {"destination_cidr_block": "10.3.0.0/16", "route_table_id": "rtb-1", "vpc_peering_connection_id": "pcx-1"},
        {"destination_ipv6_cidr_block": "::/0", "egress_only_gateway_id": "eigw-1", "route_table_id": "rtb-1"},
        {"destination_prefix_list_id": "pl-1", "nat_gateway_id": "nat-1", "route_table_id": "rtb-1"},
    ]


def test_a_subnet_that_is_associated_is_read_and_one_that_has_the_main_table_is_not(aws, seen, vpc, table):
    ec2 = aws("ec2")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.1.0/24")["Subnet"]["SubnetId"]
    ec2.create_subnet(VpcId=vpc, CidrBlock="10.30.2.0/24")
    made = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    assert seen("aws_route_table_association") == [{"id": made, "route_table_id": table, "subnet_id": subnet}]
