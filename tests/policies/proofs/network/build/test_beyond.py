"""What no packet shows: AWS's own networks, proxies, endpoint policies, DNS, and what is not modelled."""

from __future__ import annotations

import pytest

BASE = """
aws_vpc.a: {cidr_block: 10.1.0.0/16}
aws_vpc.b: {cidr_block: 10.2.0.0/16}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_security_group.g: {vpc_id: "@aws_vpc.a"}
"""
STATEMENT = (
    '{"Version": "2012-10-17", "Statement": [{"Sid": "S", "Effect": "Allow", "Principal": "*", '
    '"Action": %s, "Resource": %s, "Condition": %s}]}'
)
OURS = '{"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa", "aws:ResourceOrgID": "o-aaaaaaaaaa"}}'
UNBOUND = ("statement S of the policy of aws_vpc_endpoint.e is not bound to resources of ours",)
LAYERS = '"arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"'


def test_what_has_no_subnet_computes_in_networks_of_aws(network):
    more = """
aws_sagemaker_domain.default: {subnet_ids: ["@aws_subnet.a"]}
aws_sagemaker_domain.closed: {subnet_ids: ["@aws_subnet.a"], app_network_access_type: VpcOnly}
aws_sagemaker_notebook_instance.open: {subnet_id: "@aws_subnet.a", security_groups: ["@aws_security_group.g"]}
aws_sagemaker_notebook_instance.closed: {subnet_id: "@aws_subnet.a",
    security_groups: ["@aws_security_group.g"], direct_internet_access: Disabled}
aws_sagemaker_model.bare: {}
aws_sagemaker_model.isolated: {enable_network_isolation: true}
aws_sagemaker_model.placed: {vpc_config: [{subnets: ["@aws_subnet.a"],
    security_group_ids: ["@aws_security_group.g"]}]}
aws_lambda_function.bare: {tags: {Team: cardiology}}
aws_lambda_function.placed: {vpc_config: [{subnet_ids: ["@aws_subnet.a"],
    security_group_ids: ["@aws_security_group.g"]}]}
aws_glue_connection.c: {physical_connection_requirements: [{subnet_id: "@aws_subnet.a",
    security_group_id_list: ["@aws_security_group.g"]}]}
aws_glue_job.bare: {}
aws_glue_job.placed: {connections: ["@aws_glue_connection.c:name"]}
aws_codebuild_project.bare: {}
"""
    assert {each.name: (each.why, each.team) for each in network(BASE + more).managed} == {
        "aws_sagemaker_domain.default": ("app_network_access_type is PublicInternetOnly, which is AWS's default", ""),
        "aws_sagemaker_notebook_instance.open": ("direct_internet_access is Enabled, which is AWS's default", ""),
        "aws_sagemaker_model.bare": ("it has no vpc_config", ""),
        "aws_lambda_function.bare": ("it has no vpc_config", "cardiology"),
        "aws_glue_job.bare": ("it names no connection with a subnet", ""),
        "aws_codebuild_project.bare": ("it has no vpc_config", ""),
    }


@pytest.mark.parametrize(
    ("actions", "resources", "condition", "foreign"),
    [
        ('"*"', '"*"', "{}", UNBOUND),
        ('"s3:*"', '"*"', OURS, ()),
        ('"s3:*"', '"*"', '{"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}', UNBOUND),
        ('"s3:*"', '"*"', '{"StringEqualsIfExists": {"aws:ResourceOrgID": "o-aaaaaaaaaa"}}', UNBOUND),
        ('"s3:GetObject"', LAYERS, "{}", ()),
        ('"s3:PutObject"', LAYERS, "{}", UNBOUND),
        ('"s3:*"', '"*"', '{"Bool": {"aws:PrincipalIsAWSService": "true"}}', ()),
    ],
)
def test_an_endpoint_leads_out_unless_its_policy_is_bound(network, actions, resources, condition, foreign):
    policy = STATEMENT % (actions, resources, condition)
    bound = STATEMENT % ('"s3:*"', '"*"', OURS)
    more = f"""
aws_vpc_endpoint.e: {{vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3, policy: '{policy}'}}
aws_vpc_endpoint.other: {{vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3, policy: '{bound}'}}
"""
    assert network(BASE + more).endpoints["aws_vpc_endpoint.e"].foreign == foreign


def test_an_endpoint_without_a_policy_of_ours_leads_out(network):
    more = """
aws_vpc_endpoint.default: {vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3}
aws_vpc_endpoint.none: {vpc_id: "@aws_vpc.a", vpc_endpoint_type: Interface,
    service_name: com.amazonaws.us-east-1.iot.data}
aws_vpc_endpoint.partner: {vpc_id: "@aws_vpc.a", vpc_endpoint_type: Interface,
    service_name: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0}
"""
    assert {name: each.foreign for name, each in network(BASE + more).endpoints.items()} == {
        "aws_vpc_endpoint.default": (
            "statement number 1 of the policy of aws_vpc_endpoint.default is not bound to resources of ours",
        ),
        "aws_vpc_endpoint.none": (
            "AWS takes no policy for aws_vpc_endpoint.none of iot.data, so it lets every request through",
        ),
        "aws_vpc_endpoint.partner": (
            "aws_vpc_endpoint.partner leads to a PrivateLink service of somebody's, and AWS takes no policy for it",
        ),
    }


def test_two_organizations_are_none_of_ours(network):
    one, two = (
        STATEMENT % ('"s3:*"', '"*"', OURS),
        STATEMENT % ('"s3:*"', '"*"', OURS.replace("aaaaaaaaaa", "bbbbbbbbbb")),
    )
    more = f"""
aws_vpc_endpoint.one: {{vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3, policy: '{one}'}}
aws_vpc_endpoint.two: {{vpc_id: "@aws_vpc.a", service_name: com.amazonaws.us-east-1.s3, policy: '{two}'}}
"""
    assert [bool(each.foreign) for each in network(BASE + more).endpoints.values()] == [True, True]


PROXIES = """
aws_instance.i: {subnet_id: "@aws_subnet.a", vpc_security_group_ids: ["@aws_security_group.g"]}
aws_lb.facing: {subnets: ["@aws_subnet.a"], security_groups: ["@aws_security_group.g"]}
aws_lb_target_group.t: {vpc_id: "@aws_vpc.a"}
aws_lb_target_group_attachment.t: {target_group_arn: "@aws_lb_target_group.t:arn",
    target_id: "@aws_instance.i"}
aws_lb_listener.l: {load_balancer_arn: "@aws_lb.facing:arn", default_action: [{type: forward,
    target_group_arn: "@aws_lb_target_group.t:arn"}]}
aws_lb.inner: {subnets: ["@aws_subnet.a"], internal: true, load_balancer_type: network}
aws_lb_target_group.ip: {vpc_id: "@aws_vpc.a", target_type: ip}
aws_lb_listener.ip: {load_balancer_arn: "@aws_lb.inner:arn", default_action: [{type: forward,
    target_group_arn: "@aws_lb_target_group.ip:arn"}]}
aws_vpc_endpoint_service.s: {acceptance_required: false, network_load_balancer_arns: ["@aws_lb.inner:arn"],
    allowed_principals: ["arn:aws:iam::999999999999:root"]}
aws_api_gateway_vpc_link.v: {target_arns: ["@aws_lb.inner:arn"]}
aws_cloudfront_vpc_origin.o: {vpc_origin_endpoint_config: [{arn: "@aws_lb.facing:arn"}]}
aws_vpclattice_service_network.n: {}
aws_vpclattice_service_network_vpc_association.a: {vpc_identifier: "@aws_vpc.a",
    service_network_identifier: "@aws_vpclattice_service_network.n"}
aws_vpclattice_service_network_vpc_association.b: {vpc_identifier: "@aws_vpc.b",
    service_network_identifier: "@aws_vpclattice_service_network.n"}
"""


def test_proxies_tell_who_uses_them_and_whom_they_ask(network):
    found = network(BASE + PROXIES)
    assert {(each.name, each.label, each.origins, each.targets) for each in found.proxies} == {
        (
            "aws_lb.facing",
            "internet-facing load balancer",
            ("aws_lb.facing", "aws_vpc.a", "internet"),
            ("aws_instance.i",),
        ),
        ("aws_lb.inner", "internal load balancer", ("aws_lb.inner", "aws_vpc.a"), ("aws_vpc.a",)),
        ("aws_vpc_endpoint_service.s", "PrivateLink service", ("internet",), ("aws_vpc.a",)),
        ("aws_api_gateway_vpc_link.v", "VPC link of an API", ("internet",), ("aws_vpc.a",)),
        ("aws_cloudfront_vpc_origin.o", "VPC origin of CloudFront", ("internet",), ("aws_instance.i", "aws_lb.facing")),
        ("aws_vpclattice_service_network.n", "VPC Lattice service network", ("aws_vpc.a",), ("aws_vpc.b",)),
        ("aws_vpclattice_service_network.n", "VPC Lattice service network", ("aws_vpc.b",), ("aws_vpc.a",)),
    }


def test_an_instance_connect_endpoint_reaches_whom_both_groups_let(network):
    more = """
aws_security_group.connect: {vpc_id: "@aws_vpc.a", egress: [{protocol: tcp, from_port: 22, to_port: 22,
    cidr_blocks: [10.1.0.0/16]}]}
aws_security_group.in: {vpc_id: "@aws_vpc.a", ingress: [{protocol: tcp, from_port: 22, to_port: 22,
    security_groups: ["@aws_security_group.connect"]}]}
aws_instance.in: {subnet_id: "@aws_subnet.a", vpc_security_group_ids: ["@aws_security_group.in"]}
aws_instance.out: {subnet_id: "@aws_subnet.a", vpc_security_group_ids: ["@aws_security_group.g"]}
aws_ec2_instance_connect_endpoint.c: {subnet_id: "@aws_subnet.a",
    security_group_ids: ["@aws_security_group.connect"]}
"""
    (found,) = network(BASE + more).proxies
    assert [each for each in found.targets if each.startswith("aws_instance")] == ["aws_instance.in"]
    assert (found.origins, found.guard) == (("internet",), "IAM decides on ec2-instance-connect:OpenTunnel")


def test_firewalls_tell_whether_they_surely_drop(network):
    more = """
aws_networkfirewall_firewall_policy.drop: {firewall_policy: [{stateless_default_actions: ["aws:drop"],
    stateless_fragment_default_actions: ["aws:drop"]}]}
aws_networkfirewall_firewall_policy.reads: {firewall_policy: [{
    stateless_default_actions: ["aws:forward_to_sfe"],
    stateless_fragment_default_actions: ["aws:forward_to_sfe"],
    stateful_rule_group_reference: [{resource_arn: x}]}]}
aws_networkfirewall_firewall.drop: {firewall_policy_arn: "@aws_networkfirewall_firewall_policy.drop:arn",
    subnet_mapping: [{subnet_id: "@aws_subnet.a"}]}
aws_networkfirewall_firewall.reads: {firewall_policy_arn: "@aws_networkfirewall_firewall_policy.reads:arn",
    subnet_mapping: [{subnet_id: "@aws_subnet.a"}]}
"""
    assert {name: each.drops for name, each in network(BASE + more).firewalls.items()} == {
        "aws_networkfirewall_firewall.drop in aws_subnet.a": True,
        "aws_networkfirewall_firewall.reads in aws_subnet.a": False,
    }


def test_a_closed_resolver_answers_listed_names_only(network):
    more = """
aws_route53_resolver_firewall_domain_list.some: {domains: [sagemaker.us-east-1.amazonaws.com]}
aws_route53_resolver_firewall_domain_list.all: {domains: ["*"]}
aws_route53_resolver_firewall_rule_group.g: {}
aws_route53_resolver_firewall_rule.allow: {action: ALLOW, priority: 1,
    firewall_rule_group_id: "@aws_route53_resolver_firewall_rule_group.g",
    firewall_domain_list_id: "@aws_route53_resolver_firewall_domain_list.some"}
aws_route53_resolver_firewall_rule.block: {action: BLOCK, block_response: NXDOMAIN, priority: 2,
    firewall_rule_group_id: "@aws_route53_resolver_firewall_rule_group.g",
    firewall_domain_list_id: "@aws_route53_resolver_firewall_domain_list.all"}
aws_route53_resolver_firewall_rule_group_association.a: {vpc_id: "@aws_vpc.a", priority: 101,
    firewall_rule_group_id: "@aws_route53_resolver_firewall_rule_group.g"}
"""
    closed = network(BASE + more).dns
    failing = network(
        BASE + more + 'aws_route53_resolver_firewall_config.c: {resource_id: "@aws_vpc.a", firewall_fail_open: ENABLED}'
    ).dns
    assert (closed["aws_vpc.a"].closed, closed["aws_vpc.b"].closed) == (True, False)
    assert (failing["aws_vpc.a"].closed, bool(failing["aws_vpc.a"].unsure)) == (False, True)


def test_queries_may_be_sent_elsewhere(network):
    more = """
aws_route53_resolver_rule.out: {rule_type: FORWARD, domain_name: "."}
aws_route53_resolver_rule.own: {rule_type: SYSTEM, domain_name: example.org}
aws_route53_resolver_rule_association.out: {vpc_id: "@aws_vpc.a",
    resolver_rule_id: "@aws_route53_resolver_rule.out"}
aws_route53_resolver_rule_association.own: {vpc_id: "@aws_vpc.a",
    resolver_rule_id: "@aws_route53_resolver_rule.own"}
"""
    assert network(BASE + more).dns["aws_vpc.a"].forwards == ("aws_route53_resolver_rule.out",)


def test_what_refers_to_a_network_and_is_not_modelled_is_noted(network, unmodelled):
    more = """
aws_vpn_gateway.v: {vpc_id: "@aws_vpc.a"}
aws_dx_private_virtual_interface.d: {vpn_gateway_id: "@aws_vpn_gateway.v"}
aws_ec2_carrier_gateway.c: {vpc_id: "@aws_vpc.b"}
aws_ec2_client_vpn_endpoint.c: {vpc_id: "@aws_vpc.a", security_group_ids: ["@aws_security_group.g"]}
aws_networkmanager_vpc_attachment.c: {vpc_arn: "@aws_vpc.a:arn", subnet_arns: ["@aws_subnet.a:arn"]}
aws_vpc_route_server_endpoint.r: {subnet_id: "@aws_subnet.a"}
aws_type_of_tomorrow.t: {vpc_id: "@aws_vpc.b"}
aws_flow_log.f: {vpc_id: "@aws_vpc.a"}
aws_ssm_parameter.p: {value: "@aws_vpc.a"}
"""
    assert unmodelled(network(BASE + more)) == {
        "aws_vpn_gateway.v": ("aws_vpc.a",),
        "aws_dx_private_virtual_interface.d": ("aws_vpc.a",),
        "aws_ec2_carrier_gateway.c": ("aws_vpc.b",),
        "aws_ec2_client_vpn_endpoint.c": ("aws_vpc.a",),
        "aws_networkmanager_vpc_attachment.c": ("aws_subnet.a",),
        "aws_type_of_tomorrow.t": ("aws_vpc.b",),
    }


def test_the_inventory_counts_what_was_read(network):
    found = network(BASE + 'aws_efs_mount_target.e: {subnet_id: "@aws_subnet.a"}\naws_kms_key.k: {}')
    assert found.inventory == {"aws_efs_mount_target": 1, "aws_security_group": 1, "aws_subnet": 1, "aws_vpc": 2}


def test_every_type_of_the_lists_is_one_of_the_provider(unknown_types):
    assert unknown_types == set()
