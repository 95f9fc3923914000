"""Route tables: every route wherever it stands, and where each table holds."""

from __future__ import annotations

import pytest

BASE = """
aws_vpc.a: {cidr_block: 10.1.0.0/16}
aws_vpc.b: {cidr_block: 10.2.0.0/16}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_subnet.b: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.1.0/24}
aws_internet_gateway.a: {vpc_id: "@aws_vpc.a"}
aws_route_table.a: {vpc_id: "@aws_vpc.a"}
"""
EVERY_TARGET = """
aws_egress_only_internet_gateway.a: {vpc_id: "@aws_vpc.a"}
aws_nat_gateway.a: {subnet_id: "@aws_subnet.a"}
aws_vpc_peering_connection.ab: {vpc_id: "@aws_vpc.a", peer_vpc_id: "@aws_vpc.b", auto_accept: true}
aws_vpc_peering_connection_accepter.ab: {vpc_peering_connection_id: "@aws_vpc_peering_connection.ab"}
aws_ec2_transit_gateway.t: {}
aws_network_interface.i: {subnet_id: "@aws_subnet.a", source_dest_check: false}
aws_instance.n: {subnet_id: "@aws_subnet.a", source_dest_check: false}
aws_networkfirewall_firewall.f: {firewall_policy_arn: x, subnet_mapping: [{subnet_id: "@aws_subnet.a"}]}
aws_ec2_managed_prefix_list.p: {entry: [{cidr: 0.0.0.0/1}]}
aws_ec2_managed_prefix_list_entry.p: {prefix_list_id: "@aws_ec2_managed_prefix_list.p", cidr: 128.0.0.0/1}
aws_route.igw: {route_table_id: "@aws_route_table.a", destination_cidr_block: 1.0.0.0/8,
    gateway_id: "@aws_internet_gateway.a"}
aws_route.eigw: {route_table_id: "@aws_route_table.a", destination_ipv6_cidr_block: "::/0",
    egress_only_gateway_id: "@aws_egress_only_internet_gateway.a"}
aws_route.nat: {route_table_id: "@aws_route_table.a",
    destination_prefix_list_id: "@aws_ec2_managed_prefix_list.p", nat_gateway_id: "@aws_nat_gateway.a"}
aws_route.pcx: {route_table_id: "@aws_route_table.a", destination_cidr_block: "@aws_vpc.b:cidr_block",
    vpc_peering_connection_id: "@aws_vpc_peering_connection_accepter.ab:vpc_peering_connection_id"}
aws_route.tgw: {route_table_id: "@aws_route_table.a", destination_cidr_block: 2.0.0.0/8,
    transit_gateway_id: "@aws_ec2_transit_gateway.t"}
aws_route.eni: {route_table_id: "@aws_route_table.a", destination_cidr_block: 3.0.0.0/8,
    network_interface_id: "@aws_network_interface.i"}
aws_route.ec2: {route_table_id: "@aws_route_table.a", destination_cidr_block: 4.0.0.0/8,
    network_interface_id: "@aws_instance.n:primary_network_interface_id"}
aws_route.fw: {route_table_id: "@aws_route_table.a", destination_cidr_block: 5.0.0.0/8,
    vpc_endpoint_id: "@aws_networkfirewall_firewall.f:firewall_status.0.sync_states.0.attachment.0.endpoint_id"}
"""


def test_a_route_leads_to_whatever_it_names(network, routes):
    assert routes(network(BASE + EVERY_TARGET), "aws_route_table.a") == {
        ("10.1.0.0/16", "local", ""),
        ("1.0.0.0/8", "internet gateway", "aws_internet_gateway.a"),
        ("::/0", "egress-only internet gateway", "aws_egress_only_internet_gateway.a"),
        ("0.0.0.0/1", "NAT gateway", "aws_nat_gateway.a"),
        ("128.0.0.0/1", "NAT gateway", "aws_nat_gateway.a"),
        ("10.2.0.0/16", "peering connection", "aws_vpc_peering_connection.ab"),
        ("2.0.0.0/8", "transit gateway", "aws_ec2_transit_gateway.t"),
        ("3.0.0.0/8", "network interface", "aws_network_interface.i"),
        ("4.0.0.0/8", "network interface", "aws_instance.n"),
        ("5.0.0.0/8", "firewall endpoint", "aws_networkfirewall_firewall.f in aws_subnet.a"),
    }


def test_routes_written_in_the_table_count_as_those_beside_it(network, routes):
    text = BASE.replace(
        'aws_route_table.a: {vpc_id: "@aws_vpc.a"}',
        (
            'aws_route_table.a: {vpc_id: "@aws_vpc.a", route: [{cidr_block: 0.0.0.0/0, '
            'gateway_id: "@aws_internet_gateway.a"}]}'
        ),
    )
    assert routes(network(text), "aws_route_table.a") == {
        ("10.1.0.0/16", "local", ""),
        ("0.0.0.0/0", "internet gateway", "aws_internet_gateway.a"),
    }


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("gateway_id: igw-0123456789abcdef0", "gateway_id is igw-0123456789abcdef0, which is not in the graph"),
        (
            'gateway_id: "@data.aws_internet_gateway.x"',
            "gateway_id is data.aws_internet_gateway.x, which is not in the graph",
        ),
        ("transit_gateway_id: {$unknown: true}", "its target is not known before apply"),
        ('gateway_id: "@aws_vpn_gateway.v"', "aws_vpn_gateway.v is a VPN gateway, which is not modelled"),
        (
            'vpc_endpoint_id: "@aws_vpc_endpoint.g"',
            "aws_vpc_endpoint.g is a Gateway Load Balancer endpoint, which is not modelled",
        ),
    ],
)
def test_a_target_that_is_not_known_says_why(network, routes, target, why):
    others = (
        'aws_vpn_gateway.v: {vpc_id: "@aws_vpc.a"}\naws_vpc_endpoint.g: {vpc_id: "@aws_vpc.a", '
        "vpc_endpoint_type: GatewayLoadBalancer, service_name: x}\n"
    )
    route = f'aws_route.r: {{route_table_id: "@aws_route_table.a", destination_cidr_block: 0.0.0.0/0, {target}}}'
    assert routes(network(BASE + others + route), "aws_route_table.a") == {
        ("10.1.0.0/16", "local", ""),
        ("0.0.0.0/0", "unknown", why),
    }


def test_an_internet_gateway_of_another_vpc_is_a_blackhole(network, routes):
    text = BASE.replace(
        'aws_internet_gateway.a: {vpc_id: "@aws_vpc.a"}', 'aws_internet_gateway.a: {vpc_id: "@aws_vpc.b"}'
    )
    route = (
        'aws_route.r: {route_table_id: "@aws_route_table.a", destination_cidr_block: 0.0.0.0/0, '
        'gateway_id: "@aws_internet_gateway.a"}'
    )
    assert ("0.0.0.0/0", "blackhole", "") in routes(network(text + route), "aws_route_table.a")


def test_a_local_route_may_lead_elsewhere(network, routes):
    more = (
        'aws_route.r: {route_table_id: "@aws_route_table.a", destination_cidr_block: 10.1.0.0/16, '
        'network_interface_id: "@aws_network_interface.i"}\naws_network_interface.i: {subnet_id: "@aws_subnet.a"}'
    )
    assert routes(network(BASE + more), "aws_route_table.a") == {
        ("10.1.0.0/16", "network interface", "aws_network_interface.i")
    }


def test_a_subnet_has_the_associated_table_else_the_main_one(network):
    more = 'aws_route_table_association.a: {subnet_id: "@aws_subnet.a", route_table_id: "@aws_route_table.a"}'
    tables = {name: subnet.table for name, subnet in network(BASE + more).subnets.items()}
    assert tables == {"aws_subnet.a": "aws_route_table.a", "aws_subnet.b": "aws_vpc.a default route table"}


def test_the_main_table_may_be_another(network):
    more = 'aws_main_route_table_association.m: {vpc_id: "@aws_vpc.a", route_table_id: "@aws_route_table.a"}'
    assert network(BASE + more).subnets["aws_subnet.b"].table == "aws_route_table.a"


def test_the_default_table_may_be_adopted(network, routes):
    more = (
        'aws_default_route_table.d: {default_route_table_id: "@aws_vpc.a:default_route_table_id", '
        'route: [{cidr_block: 0.0.0.0/0, gateway_id: "@aws_internet_gateway.a"}]}'
    )
    found = network(BASE + more)
    assert found.subnets["aws_subnet.b"].table == "aws_default_route_table.d"
    assert ("0.0.0.0/0", "internet gateway", "aws_internet_gateway.a") in routes(found, "aws_default_route_table.d")


def test_a_route_may_name_the_main_table_by_the_vpc(network, routes):
    more = (
        'aws_route.r: {route_table_id: "@aws_vpc.a:main_route_table_id", '
        'destination_cidr_block: 0.0.0.0/0, gateway_id: "@aws_internet_gateway.a"}'
    )
    assert ("0.0.0.0/0", "internet gateway", "aws_internet_gateway.a") in routes(
        network(BASE + more), "aws_vpc.a default route table"
    )


def test_a_gateway_has_a_table_for_what_comes_in(network):
    more = (
        'aws_route_table_association.g: {gateway_id: "@aws_internet_gateway.a", route_table_id: "@aws_route_table.a"}'
    )
    assert network(BASE + more).vpcs["aws_vpc.a"].gateway_tables == {"aws_internet_gateway.a": "aws_route_table.a"}


def test_a_table_that_is_not_known_leads_anywhere(network, routes):
    more = 'aws_route_table_association.a: {subnet_id: "@aws_subnet.a", route_table_id: {$unknown: true}}'
    found = network(BASE + more)
    lost = "which route table it is is not known before apply"
    assert routes(found, found.subnets["aws_subnet.a"].table) == {
        ("10.1.0.0/16", "local", ""),
        ("0.0.0.0/0", "unknown", lost),
        ("::/0", "unknown", lost),
    }


def test_a_gateway_endpoint_has_a_route_in_each_table_that_names_it(network, routes):
    more = """
aws_route_table.b: {vpc_id: "@aws_vpc.a"}
aws_vpc_endpoint.s3: {vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3,
    route_table_ids: ["@aws_route_table.a"]}
aws_vpc_endpoint_route_table_association.b: {vpc_endpoint_id: "@aws_vpc_endpoint.s3",
    route_table_id: "@aws_route_table.b"}
"""
    found = network(BASE + more)
    endpoint = ("240.0.0.0/24", "gateway endpoint", "aws_vpc_endpoint.s3")
    assert routes(found, "aws_route_table.a") == {("10.1.0.0/16", "local", ""), endpoint}
    assert routes(found, "aws_route_table.b") == {("10.1.0.0/16", "local", ""), endpoint}
    assert set(found.services) == {"s3/us-east-1"}


def test_a_regional_nat_gateway_has_a_place_of_its_own(network, routes):
    found = network(BASE + 'aws_nat_gateway.r: {vpc_id: "@aws_vpc.a", availability_mode: regional}')
    assert found.nat_gateways["aws_nat_gateway.r"].subnet == "aws_nat_gateway.r place"
    assert routes(found, "aws_nat_gateway.r route table") == {
        ("10.1.0.0/16", "local", ""),
        ("0.0.0.0/0", "internet gateway", "aws_internet_gateway.a"),
    }


def test_a_propagating_gateway_and_a_lost_table_are_noted(network, unmodelled):
    more = """
aws_vpn_gateway.v: {vpc_id: "@aws_vpc.a"}
aws_vpn_gateway_route_propagation.v: {vpn_gateway_id: "@aws_vpn_gateway.v",
    route_table_id: "@aws_route_table.a"}
aws_route_table.p: {vpc_id: "@aws_vpc.a", propagating_vgws: ["@aws_vpn_gateway.v"]}
aws_route.lost: {route_table_id: rtb-0123456789abcdef0, destination_cidr_block: 0.0.0.0/0,
    gateway_id: "@aws_internet_gateway.a"}
"""
    assert unmodelled(network(BASE + more)) == {
        "aws_vpn_gateway.v": ("aws_vpc.a",),
        "aws_vpn_gateway_route_propagation.v": ("aws_vpc.a",),
        "aws_route_table.p": ("aws_vpc.a",),
        "aws_route.lost": (),
    }
