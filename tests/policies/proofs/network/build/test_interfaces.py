"""Interfaces of what the graph makes."""

from __future__ import annotations

from phizone_policies.proofs.network.model import Kind

BASE = """
aws_vpc.a: {cidr_block: 10.1.0.0/16, assign_generated_ipv6_cidr_block: true}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24, ipv6_cidr_block: {$unknown: true}}
aws_subnet.b: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.1.0/24}
aws_subnet.open: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.2.0/24, map_public_ip_on_launch: true}
aws_security_group.g: {vpc_id: "@aws_vpc.a", name: g}
"""
DEFAULT = "aws_vpc.a default security group"


def test_an_instance_has_its_address_its_groups_and_its_team(network, cidrs):
    more = (
        'aws_instance.i: {subnet_id: "@aws_subnet.a", private_ip: 10.1.0.9, '
        'vpc_security_group_ids: ["@aws_security_group.g"], source_dest_check: false, '
        "tags: {Team: cardiology}}"
    )
    found = network(BASE + more).interfaces["aws_instance.i"]
    assert cidrs(found.blocks) == ["10.1.0.9/32"]
    assert (found.groups, found.kind) == (("aws_security_group.g",), Kind.WORKLOAD)
    assert (found.forwards, found.public, found.owner, found.team) == (True, False, "aws_instance.i", "cardiology")


def test_an_instance_has_ipv6_addresses_only_where_it_or_its_subnet_asks(network, cidrs):
    more = """
aws_instance.i: {subnet_id: "@aws_subnet.a"}
aws_instance.six: {subnet_id: "@aws_subnet.a", ipv6_address_count: 1}
"""
    found = network(BASE + more).interfaces
    assert cidrs(found["aws_instance.i"].blocks) == ["10.1.0.0/24"]
    assert cidrs(found["aws_instance.six"].blocks) == ["10.1.0.0/24", "2600:1f00::/64"]


def test_what_names_no_group_has_the_default_one(network, real):
    assert real(network(BASE + 'aws_instance.i: {subnet_id: "@aws_subnet.a"}')) == {"aws_instance.i": (DEFAULT,)}


def test_a_public_address_comes_from_the_subnet_the_instance_or_an_elastic_address(network, public):
    more = """
aws_instance.plain: {subnet_id: "@aws_subnet.a"}
aws_instance.mapped: {subnet_id: "@aws_subnet.open"}
aws_instance.refused: {subnet_id: "@aws_subnet.open", associate_public_ip_address: false}
aws_instance.asked: {subnet_id: "@aws_subnet.a", associate_public_ip_address: true}
aws_instance.elastic: {subnet_id: "@aws_subnet.a"}
aws_eip.e: {instance: "@aws_instance.elastic"}
aws_network_interface.n: {subnet_id: "@aws_subnet.a"}
aws_eip.f: {domain: vpc}
aws_eip_association.f: {allocation_id: "@aws_eip.f", network_interface_id: "@aws_network_interface.n"}
aws_lb.facing: {subnets: ["@aws_subnet.a"], security_groups: ["@aws_security_group.g"]}
aws_lb.internal: {subnets: ["@aws_subnet.a"], security_groups: ["@aws_security_group.g"], internal: true}
aws_db_subnet_group.d: {name: d, subnet_ids: ["@aws_subnet.a"]}
aws_db_instance.open: {db_subnet_group_name: "@aws_db_subnet_group.d:name", publicly_accessible: true}
aws_db_instance.closed: {db_subnet_group_name: d}
aws_ecs_service.s: {network_configuration: [{subnets: ["@aws_subnet.a"], assign_public_ip: true}]}
aws_lambda_function.l: {vpc_config: [{subnet_ids: ["@aws_subnet.open"],
    security_group_ids: ["@aws_security_group.g"]}]}
aws_autoscaling_group.g: {vpc_zone_identifier: ["@aws_subnet.open"]}
"""
    assert public(network(BASE + more)) == {
        "aws_instance.mapped",
        "aws_instance.asked",
        "aws_instance.elastic",
        "aws_network_interface.n",
        "aws_lb.facing",
        "aws_db_instance.open",
        "aws_ecs_service.s",
        "aws_autoscaling_group.g",
    }


def test_an_interface_of_its_own_stands_for_its_instance(network, real):
    more = """
aws_network_interface.n: {subnet_id: "@aws_subnet.a", security_groups: ["@aws_security_group.g"]}
aws_security_group.h: {vpc_id: "@aws_vpc.a"}
aws_network_interface_sg_attachment.h: {network_interface_id: "@aws_network_interface.n",
    security_group_id: "@aws_security_group.h"}
aws_instance.i: {network_interface: [{network_interface_id: "@aws_network_interface.n", device_index: 0}]}
"""
    found = network(BASE + more)
    assert real(found) == {"aws_network_interface.n": ("aws_security_group.g", "aws_security_group.h")}
    assert found.interfaces["aws_network_interface.n"].owner == "aws_instance.i"


def test_whatever_names_subnets_and_groups_has_an_interface_in_each(network, real):
    more = """
aws_mwaa_environment.m: {network_configuration: [{subnet_ids: ["@aws_subnet.a", "@aws_subnet.b"],
    security_group_ids: ["@aws_security_group.g"]}]}
aws_type_of_tomorrow.t: {deep: [{er: [{places: ["@aws_subnet.b"], fences: ["@aws_security_group.g"]}]}]}
aws_launch_template.t: {network_interfaces: [{security_groups: ["@aws_security_group.g"]}]}
aws_autoscaling_group.g: {vpc_zone_identifier: ["@aws_subnet.b"],
    launch_template: [{id: "@aws_launch_template.t"}]}
aws_rds_cluster.c: {db_subnet_group_name: "@aws_db_subnet_group.d:name",
    vpc_security_group_ids: ["@aws_security_group.g"]}
aws_rds_cluster_instance.c: {cluster_identifier: "@aws_rds_cluster.c"}
aws_db_subnet_group.d: {name: d, subnet_ids: ["@aws_subnet.a"]}
"""
    held = ("aws_security_group.g",)
    found = network(BASE + more)
    assert real(found) == {
        "aws_mwaa_environment.m in aws_subnet.a": held,
        "aws_mwaa_environment.m in aws_subnet.b": held,
        "aws_type_of_tomorrow.t": held,
        "aws_autoscaling_group.g": held,
        "aws_rds_cluster_instance.c": held,
    }
    assert found.unmodelled == ()


def test_aws_services_are_told_from_what_computes(network):
    more = """
aws_efs_mount_target.e: {subnet_id: "@aws_subnet.a", security_groups: ["@aws_security_group.g"]}
aws_route53_resolver_endpoint.r: {direction: OUTBOUND, ip_address: [{subnet_id: "@aws_subnet.a"}],
    security_group_ids: ["@aws_security_group.g"]}
aws_codebuild_project.c: {vpc_config: [{vpc_id: "@aws_vpc.a", subnets: ["@aws_subnet.a"],
    security_group_ids: ["@aws_security_group.g"]}]}
"""
    found = network(BASE + more).interfaces
    assert {name: found[name].kind for name in found if " with " not in name} == {
        "aws_efs_mount_target.e": Kind.SERVICE,
        "aws_route53_resolver_endpoint.r": Kind.SERVICE,
        "aws_codebuild_project.c": Kind.WORKLOAD,
    }


def test_a_network_load_balancer_without_groups_lets_everything_through(network, rules):
    found = network(BASE + 'aws_lb.n: {load_balancer_type: network, subnets: ["@aws_subnet.a"]}')
    (name,) = found.interfaces["aws_lb.n"].groups
    assert rules(found.groups[name].ingress) == {"all 0.0.0.0/0 ::/0"}


def test_an_endpoint_has_an_interface_in_each_subnet(network, real):
    more = """
aws_vpc_endpoint.e: {vpc_id: "@aws_vpc.a", vpc_endpoint_type: Interface,
    service_name: com.amazonaws.us-east-1.athena, subnet_ids: ["@aws_subnet.a"],
    security_group_ids: ["@aws_security_group.g"]}
aws_vpc_endpoint_subnet_association.e: {vpc_endpoint_id: "@aws_vpc_endpoint.e", subnet_id: "@aws_subnet.b"}
aws_vpc_endpoint.bare: {vpc_id: "@aws_vpc.a", vpc_endpoint_type: Interface,
    service_name: com.amazonaws.us-east-1.kms, subnet_ids: ["@aws_subnet.a"]}
"""
    assert real(network(BASE + more)) == {
        "aws_vpc_endpoint.e in aws_subnet.a": ("aws_security_group.g",),
        "aws_vpc_endpoint.e in aws_subnet.b": ("aws_security_group.g",),
        "aws_vpc_endpoint.bare in aws_subnet.a": (DEFAULT,),
    }


def test_what_stands_outside_the_graph_is_noted(network, unmodelled):
    more = """
aws_instance.lost: {subnet_id: "@data.aws_subnet.x"}
aws_instance.held: {subnet_id: "@aws_subnet.a", vpc_security_group_ids: [sg-0123456789abcdef0]}
aws_lambda_function.l: {vpc_config: [{subnet_ids: {$unknown: true},
    security_group_ids: ["@aws_security_group.g"]}]}
aws_db_instance.d: {db_subnet_group_name: another}
"""
    assert unmodelled(network(BASE + more)) == {
        "aws_instance.lost": (),
        "aws_instance.held": (),
        "aws_lambda_function.l": ("aws_vpc.a",),
        "aws_db_instance.d": (),
    }
