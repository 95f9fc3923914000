"""VPCs, subnets, and what AWS puts there."""

from __future__ import annotations

from phizone_policies.proofs.network.model import Mode

TWO = """
aws_vpc.a: {cidr_block: 10.1.0.0/16, assign_generated_ipv6_cidr_block: true, enable_dns_support: false}
aws_vpc.b: {cidr_block: 10.2.0.0/16, assign_generated_ipv6_cidr_block: true}
aws_vpc_ipv4_cidr_block_association.a: {vpc_id: "@aws_vpc.a", cidr_block: 100.64.0.0/16}
aws_subnet.a1: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.1.0/24, ipv6_cidr_block: {$unknown: true},
    availability_zone: us-east-1a}
aws_subnet.a2: {vpc_id: "@aws_vpc.a", ipv6_native: true, assign_ipv6_address_on_creation: true}
aws_subnet.b1: {vpc_id: "@aws_vpc.b", cidr_block: 10.2.1.0/24}
"""
BLOCKED = """
aws_vpc.a: {cidr_block: 10.1.0.0/16}
aws_vpc.b: {cidr_block: 10.2.0.0/16, $region: eu-west-1}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_vpc_block_public_access_options.all: {internet_gateway_block_mode: block-ingress}
"""


def test_every_vpc_has_its_own_and_its_associated_blocks(network, cidrs):
    found = network(TWO).vpcs
    assert cidrs(found["aws_vpc.a"].blocks) == ["10.1.0.0/16", "100.64.0.0/16", "2600:1f00::/48"]
    assert cidrs(found["aws_vpc.b"].blocks) == ["10.2.0.0/16", "2600:1f00:1::/48"]


def test_a_subnet_has_an_ipv6_block_of_its_own_where_it_has_one_at_all(network, cidrs):
    found = network(TWO).subnets
    assert cidrs(found["aws_subnet.a1"].blocks) == ["10.1.1.0/24", "2600:1f00::/64"]
    assert cidrs(found["aws_subnet.a2"].blocks) == ["2600:1f00:0:1::/64"]
    assert cidrs(found["aws_subnet.b1"].blocks) == ["10.2.1.0/24"]


def test_blocks_that_aws_chooses_are_an_assumption(network):
    told = "IPv6 blocks that AWS assigns are stood for by blocks below 2600:1f00::/24, one a VPC and subnet"
    assert told in network(TWO).assumptions


def test_a_resolver_answers_unless_it_is_off(network):
    found = network(TWO).vpcs
    assert {name: vpc.resolver for name, vpc in found.items()} == {"aws_vpc.a": False, "aws_vpc.b": True}


def test_a_block_that_is_not_known_is_noted_with_its_place(network, unmodelled):
    found = network("aws_vpc.a: {ipv4_ipam_pool_id: ipam-pool-1}")
    assert unmodelled(found) == {"aws_vpc.a": ("aws_vpc.a",)}


def test_a_subnet_of_a_vpc_outside_the_graph_is_noted(network, unmodelled):
    found = network("aws_subnet.a: {vpc_id: vpc-0123456789abcdef0, cidr_block: 10.1.0.0/24}")
    assert unmodelled(found) == {
        "aws_subnet.a": ("aws_subnet.a",),
        "vpc-0123456789abcdef0 default security group": ("aws_subnet.a",),
    }


def test_what_names_no_vpc_stands_in_the_default_one_which_leads_to_the_internet(network, routes, public):
    found = network("aws_instance.a: {ami: ami-1}\naws_security_group.a: {name: a}")
    name = "default VPC of account 777777777777 in us-east-1"
    assert set(found.vpcs) == {name}
    assert routes(found, f"{name} default route table") == {
        ("172.31.0.0/16", "local", ""),
        ("0.0.0.0/0", "internet gateway", f"{name} internet gateway"),
    }
    assert public(found) == {"aws_instance.a"}


def test_an_adopted_default_vpc_has_an_internet_gateway(network, cidrs):
    found = network("aws_default_vpc.a: {}\naws_default_subnet.a: {availability_zone: us-east-1a}")
    assert cidrs(found.subnets["aws_default_subnet.a"].blocks) == ["172.31.0.0/20"]
    assert set(found.internet_gateways) == {"aws_default_vpc.a internet gateway"}


def test_public_access_is_blocked_in_one_account_and_region(network):
    assert network(BLOCKED).blocked == {"aws_vpc.a": Mode.INGRESS}


def test_an_exclusion_goes_before_what_blocks(network):
    excluded = (
        '\naws_vpc_block_public_access_exclusion.a: {subnet_id: "@aws_subnet.a", '
        "internet_gateway_exclusion_mode: allow-bidirectional}"
    )
    found = network(BLOCKED + excluded)
    assert found.blocked == {"aws_vpc.a": Mode.INGRESS, "aws_subnet.a": Mode.OFF}
    assert found.blocked_by == {
        "aws_vpc.a": "aws_vpc_block_public_access_options.all",
        "aws_subnet.a": "aws_vpc_block_public_access_exclusion.a",
    }
