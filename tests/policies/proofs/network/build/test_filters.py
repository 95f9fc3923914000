"""Security groups and network ACLs."""

from __future__ import annotations

BASE = """
aws_vpc.a: {cidr_block: 10.1.0.0/16, assign_generated_ipv6_cidr_block: true}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_subnet.b: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.1.0/24}
"""
GROUP = """
aws_security_group.a:
  vpc_id: "@aws_vpc.a"
  ingress:
    - {protocol: tcp, from_port: 443, to_port: 443, cidr_blocks: [10.0.0.0/8],
        ipv6_cidr_blocks: ["@aws_vpc.a:ipv6_cidr_block"]}
    - {protocol: "-1", from_port: 443, to_port: 443, self: true}
    - {protocol: icmp, from_port: 8, to_port: 0, cidr_blocks: ["@aws_vpc.a:cidr_block"]}
aws_security_group.b: {vpc_id: "@aws_vpc.a"}
aws_security_group_rule.a: {security_group_id: "@aws_security_group.a", type: egress, protocol: udp,
    from_port: 53, to_port: 53, source_security_group_id: "@aws_security_group.b"}
aws_vpc_security_group_egress_rule.a: {security_group_id: "@aws_security_group.a", ip_protocol: tcp,
    from_port: 1, to_port: 9, prefix_list_id: "@aws_vpc_endpoint.s3:prefix_list_id"}
aws_vpc_security_group_ingress_rule.a: {security_group_id: "@aws_security_group.a", ip_protocol: "-1",
    referenced_security_group_id: sg-0123456789abcdef0}
aws_vpc_endpoint.s3: {vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3}
"""


def test_a_group_has_its_rules_wherever_they_stand(network, rules):
    found = network(BASE + GROUP).groups["aws_security_group.a"]
    assert rules(found.ingress) == {
        "tcp:443 10.0.0.0/8 2600:1f00::/48",
        "all aws_security_group.a",
        "icmp:8 10.1.0.0/16",
        "all sg-0123456789abcdef0",
    }
    assert rules(found.egress) == {"udp:53 aws_security_group.b", "tcp:1-9 240.0.0.0/24"}


def test_a_group_without_egress_lets_nothing_out(network):
    assert network(BASE + GROUP).groups["aws_security_group.b"].egress == ()


def test_the_default_group_lets_its_members_in_and_all_out_until_it_is_adopted(network, rules):
    found = network(BASE).groups["aws_vpc.a default security group"]
    assert rules(found.ingress) == {"all aws_vpc.a default security group"}
    assert rules(found.egress) == {"all 0.0.0.0/0 ::/0"}
    adopted = network(BASE + 'aws_default_security_group.d: {vpc_id: "@aws_vpc.a"}').groups
    own = adopted["aws_default_security_group.d"]
    assert (own.vpc, own.ingress, own.egress) == ("aws_vpc.a", (), ())
    assert "aws_vpc.a default security group" not in adopted


def test_a_rule_may_name_the_default_group_by_the_vpc(network, rules):
    more = (
        'aws_security_group_rule.d: {security_group_id: "@aws_vpc.a:default_security_group_id", '
        "type: ingress, protocol: tcp, from_port: 22, to_port: 22, cidr_blocks: [0.0.0.0/0]}"
    )
    found = network(BASE + more).groups["aws_vpc.a default security group"]
    assert rules(found.ingress) == {"all aws_vpc.a default security group", "tcp:22 0.0.0.0/0"}


def test_what_only_the_provider_fills_in_is_no_end_of_a_rule(network, rules, unmodelled):
    more = (
        'aws_security_group.g: {vpc_id: "@aws_vpc.a"}\n'
        'aws_security_group_rule.r: {security_group_id: "@aws_security_group.g", '
        "type: ingress, protocol: tcp, from_port: 443, to_port: 443, cidr_blocks: [10.0.0.0/16], "
        "source_security_group_id: {$unknown: true}}"
    )
    found = network(BASE + more)
    assert rules(found.groups["aws_security_group.g"].ingress) == {"tcp:443 10.0.0.0/16"}
    assert unmodelled(found) == {}


def test_a_rule_whose_end_is_not_known_is_noted(network, unmodelled):
    more = """
aws_security_group.g: {vpc_id: "@aws_vpc.a"}
aws_security_group_rule.r: {security_group_id: "@aws_security_group.g", type: ingress, protocol: tcp,
    from_port: 443, to_port: 443, cidr_blocks: {$unknown: true}}
aws_security_group_rule.p: {security_group_id: "@aws_security_group.g", type: ingress, protocol: tcp,
    from_port: 443, to_port: 443, prefix_list_ids: [pl-0123456789abcdef0]}
"""
    assert unmodelled(network(BASE + more)) == {
        "aws_security_group_rule.r": ("aws_security_group.g", "aws_vpc.a"),
        "aws_security_group_rule.p": ("aws_security_group.g", "aws_vpc.a"),
    }


def test_the_default_acl_lets_all_through_until_it_is_adopted_without_rules(network, entries):
    found = network(BASE)
    assert found.subnets["aws_subnet.a"].acl == "aws_vpc.a default network ACL"
    assert entries(found, "aws_vpc.a default network ACL", "egress") == [
        "100 allow all 0.0.0.0/0",
        "101 allow all ::/0",
    ]
    adopted = network(BASE + 'aws_default_network_acl.d: {default_network_acl_id: "@aws_vpc.a:default_network_acl_id"}')
    assert adopted.subnets["aws_subnet.a"].acl == "aws_default_network_acl.d"
    assert entries(adopted, "aws_default_network_acl.d", "egress") == []


def test_an_acl_has_its_entries_in_order_wherever_they_stand(network, entries):
    more = """
aws_network_acl.n:
  vpc_id: "@aws_vpc.a"
  subnet_ids: ["@aws_subnet.a"]
  ingress:
    - {rule_no: 200, action: allow, protocol: "-1", from_port: 5, to_port: 6, cidr_block: 0.0.0.0/0}
    - {rule_no: 100, action: deny, protocol: tcp, from_port: 443, to_port: 443, cidr_block: 10.0.0.0/8}
aws_network_acl_rule.r: {network_acl_id: "@aws_network_acl.n", rule_number: 150, egress: false,
    protocol: icmp, icmp_type: 8, icmp_code: -1, rule_action: deny, cidr_block: 0.0.0.0/0}
aws_network_acl_rule.e: {network_acl_id: "@aws_network_acl.n", rule_number: 7, egress: true, protocol: "6",
    from_port: 1024, to_port: 65535, rule_action: allow, ipv6_cidr_block: "::/0"}
aws_network_acl_association.b: {network_acl_id: "@aws_network_acl.n", subnet_id: "@aws_subnet.b"}
"""
    found = network(BASE + more)
    assert entries(found, "aws_network_acl.n", "ingress") == [
        "100 deny tcp:443 10.0.0.0/8",
        "150 deny icmp:8 0.0.0.0/0",
        "200 allow all 0.0.0.0/0",
    ]
    assert entries(found, "aws_network_acl.n", "egress") == ["7 allow tcp:1024-65535 ::/0"]
    assert {subnet.acl for subnet in found.subnets.values()} == {"aws_network_acl.n"}


def test_two_acls_of_one_subnet_are_noted(network, unmodelled):
    more = """
aws_network_acl.n: {vpc_id: "@aws_vpc.a", subnet_ids: ["@aws_subnet.a"]}
aws_network_acl.o: {vpc_id: "@aws_vpc.a", subnet_ids: ["@aws_subnet.a"]}
"""
    assert unmodelled(network(BASE + more)) == {"aws_network_acl.o": ("aws_subnet.a",)}
