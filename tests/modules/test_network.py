"""A network has private subnets in three zones, no way out, emptied defaults, narrow ACLs and flow logs."""

from __future__ import annotations

import json
from dataclasses import replace
from ipaddress import collapse_addresses, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phizone_modules.network import Network, NetworkArgs, subnet_plan
from phizone_modules.network_acl import tier_rules

ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")
SUBNETS = {
    "network-workload-us-east-1a": ("10.30.0.0/18", "us-east-1a"),
    "network-workload-us-east-1b": ("10.30.64.0/18", "us-east-1b"),
    "network-workload-us-east-1c": ("10.30.128.0/18", "us-east-1c"),
    "network-endpoint-us-east-1a": ("10.30.192.0/24", "us-east-1a"),
    "network-endpoint-us-east-1b": ("10.30.193.0/24", "us-east-1b"),
    "network-endpoint-us-east-1c": ("10.30.194.0/24", "us-east-1c"),
    "network-transit-us-east-1a": ("10.30.255.208/28", "us-east-1a"),
    "network-transit-us-east-1b": ("10.30.255.224/28", "us-east-1b"),
    "network-transit-us-east-1c": ("10.30.255.240/28", "us-east-1c"),
}
DENIED = {("deny", "0.0.0.0/0", 22, 22), ("deny", "0.0.0.0/0", 3389, 3389)}


@pytest.fixture
def graph(scope, build):
    args = NetworkArgs(
        scope=replace(scope, team="platform"),
        cidr="10.30.0.0/16",
        availability_zones=ZONES,
        log_key_arn=f"arn:aws:kms:us-east-1:{scope.account}:key/00000000-0000-0000-0000-000000000000",
        boundary_arn=f"arn:aws:iam::{scope.account}:policy/meridian-prod-boundary",
    )
    return build(lambda opts: Network("network", args, opts))


def rules(acl, direction):
    return {(r["action"], r["cidr_block"], r["from_port"], r["to_port"]) for r in acl.blocks(direction)}


def test_it_makes_private_subnets_of_three_tiers_and_nothing_that_leads_out(graph):
    assert {(node.type, node.name) for node in graph} == {
        ("aws_vpc", "network"),
        ("aws_default_security_group", "network"),
        ("aws_default_network_acl", "network"),
        ("aws_default_route_table", "network"),
        *(("aws_subnet", name) for name in SUBNETS),
        *(("aws_route_table", name) for name in SUBNETS),
        *(("aws_route_table_association", name) for name in SUBNETS),
        ("aws_network_acl", "network-workload"),
        ("aws_network_acl", "network-endpoint"),
        ("aws_network_acl", "network-transit"),
        ("aws_flow_log", "network-flow-logs"),
        ("aws_cloudwatch_log_group", "network-flow-logs"),
        ("aws_iam_role", "network-flow-logs"),
        ("aws_iam_policy", "network-flow-logs"),
        ("aws_iam_role_policy_attachment", "network-flow-logs"),
    }


def test_the_vpc_resolves_private_names_is_protected_and_named(graph):
    vpc = graph["workspace.prod/aws_vpc.network"]
    assert (vpc.get("cidr_block"), vpc.get("enable_dns_support"), vpc.get("enable_dns_hostnames")) == (
        "10.30.0.0/16",
        True,
        True,
    )
    assert vpc.protect
    assert vpc.get("tags") == {
        "Name": "meridian-prod-vpc",
        "Organization": "meridian",
        "Environment": "prod",
        "Team": "platform",
        "Project": "readmission",
        "Owner": "cardiology-ml@example.org",
        "CostCenter": "CC-100",
        "DataClassification": "CompanyConfidential",
        "ManagedBy": "phizone",
    }


def test_each_subnet_lies_in_its_zone_and_gives_no_public_address(graph):
    subnets = graph.of_type("aws_subnet")
    assert {node.name: (node.get("cidr_block"), node.get("availability_zone")) for node in subnets} == SUBNETS
    assert {node.get("map_public_ip_on_launch") for node in subnets} == {False}
    assert {graph.target(node.get("vpc_id")).address for node in subnets} == {"workspace.prod/aws_vpc.network"}


def test_each_subnet_has_a_route_table_of_its_own_that_knows_the_vpc_only(graph):
    associations = graph.of_type("aws_route_table_association")
    assert {
        (graph.target(node.get("subnet_id")).name, graph.target(node.get("route_table_id")).name)
        for node in associations
    } == {(name, name) for name in SUBNETS}
    assert [node.blocks("route") for node in graph.of_type("aws_route_table")] == [[]] * 9


def test_what_aws_puts_into_a_vpc_is_adopted_and_emptied(graph):
    group = graph["workspace.prod/aws_default_security_group.network"]
    acl = graph["workspace.prod/aws_default_network_acl.network"]
    table = graph["workspace.prod/aws_default_route_table.network"]
    assert (group.blocks("ingress"), group.blocks("egress")) == ([], [])
    assert (acl.blocks("ingress"), acl.blocks("egress")) == ([], [])
    assert table.blocks("route") == []
    assert {
        graph.target(group.get("vpc_id")).name,
        graph.target(acl.get("default_network_acl_id")).name,
        graph.target(table.get("default_route_table_id")).name,
    } == {"network"}


def test_every_subnet_stands_under_the_acl_of_its_tier(graph):
    acls = graph.of_type("aws_network_acl")
    assert {(node.name, graph.target(subnet).name) for node in acls for subnet in node.items("subnet_ids")} == {
        (f"network-{tier}", f"network-{tier}-{zone}") for tier in ("workload", "endpoint", "transit") for zone in ZONES
    }


def test_workload_subnets_let_https_out_replies_in_and_nfs_and_kernels_among_themselves(graph):
    acl = graph["workspace.prod/aws_network_acl.network-workload"]
    among = {
        ("allow", cidr, *ports)
        for cidr in ("10.30.0.0/17", "10.30.128.0/18")
        for ports in ((2049, 2049), (8192, 65535))
    }
    assert rules(acl, "ingress") == DENIED | among | {
        ("allow", "10.30.0.0/16", 443, 443),
        ("allow", "0.0.0.0/0", 1024, 3388),
        ("allow", "0.0.0.0/0", 3390, 65535),
    }
    assert rules(acl, "egress") == DENIED | among | {
        ("allow", "0.0.0.0/0", 443, 443),
        ("allow", "10.30.0.0/16", 1024, 3388),
        ("allow", "10.30.0.0/16", 3390, 65535),
    }


@pytest.mark.parametrize("tier", ["endpoint", "transit"])
def test_the_other_tiers_take_https_from_workloads_and_reply_to_them(graph, tier):
    acl = graph[f"workspace.prod/aws_network_acl.network-{tier}"]
    assert rules(acl, "ingress") == DENIED | {
        ("allow", "10.30.0.0/17", 443, 443),
        ("allow", "10.30.128.0/18", 443, 443),
    }
    assert rules(acl, "egress") == DENIED | {
        ("allow", "10.30.0.0/17", 1024, 3388),
        ("allow", "10.30.0.0/17", 3390, 65535),
        ("allow", "10.30.128.0/18", 1024, 3388),
        ("allow", "10.30.128.0/18", 3390, 65535),
    }


def test_ssh_and_rdp_are_refused_before_any_other_rule(graph):
    acls = graph.of_type("aws_network_acl")
    first_two = [
        sorted((r["rule_no"], r["action"], r["from_port"]) for r in acl.blocks(direction))[:2]
        for acl in acls
        for direction in ("ingress", "egress")
    ]
    assert first_two == [[(10, "deny", 22), (20, "deny", 3389)]] * 6


def test_an_acl_has_no_more_rules_than_aws_allows():
    counts = [
        sum(len(opening.blocks) * len(opening.ports) for opening in openings) + len(DENIED)
        for rules_of_tier in tier_rules("10.30.0.0/20", subnet_plan("10.30.0.0/20", 3)["workload"]).values()
        for openings in (rules_of_tier.ingress, rules_of_tier.egress)
    ]
    assert max(counts) <= 20


def test_all_traffic_is_logged_to_an_encrypted_group_for_as_long_as_the_scope_says(graph):
    log = graph["workspace.prod/aws_flow_log.network-flow-logs"]
    group = graph["workspace.prod/aws_cloudwatch_log_group.network-flow-logs"]
    assert (log.get("traffic_type"), log.get("log_destination_type"), log.get("max_aggregation_interval")) == (
        "ALL",
        "cloud-watch-logs",
        60,
    )
    assert graph.target(log.get("vpc_id")).type == "aws_vpc"
    assert graph.target(log.get("log_destination")) is group
    assert (group.get("name"), group.get("retention_in_days"), group.text("kms_key_id")) == (
        "/meridian/prod/network/flow-logs",
        2557,
        "arn:aws:kms:us-east-1:444444444444:key/00000000-0000-0000-0000-000000000000",
    )
    assert group.protect


def test_only_flow_logs_of_this_account_assume_the_role_and_it_writes_to_that_group_only(graph):
    role = graph["workspace.prod/aws_iam_role.network-flow-logs"]
    policy = graph["workspace.prod/aws_iam_policy.network-flow-logs"]
    attachment = graph["workspace.prod/aws_iam_role_policy_attachment.network-flow-logs"]
    group = "arn:aws:logs:us-east-1:444444444444:log-group:/meridian/prod/network/flow-logs"
    assert role.get("name") == "meridian-prod-flow-logs"
    assert role.get("permissions_boundary") == "arn:aws:iam::444444444444:policy/meridian-prod-boundary"
    assert json.loads(role.text("assume_role_policy"))["Statement"] == [
        {
            "Sid": "FlowLogsOfThisAccount",
            "Effect": "Allow",
            "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "444444444444"},
                "ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-east-1:444444444444:vpc-flow-log/*"},
            },
        }
    ]
    assert {s["Sid"]: (s["Action"], s["Resource"]) for s in json.loads(policy.text("policy"))["Statement"]} == {
        "Deliver": (["logs:CreateLogStream", "logs:PutLogEvents"], f"{group}:log-stream:*"),
        "FindStreams": (["logs:DescribeLogStreams"], [group, f"{group}:*"]),
        "FindGroup": (["logs:DescribeLogGroups"], "*"),
    }
    assert policy.get("name") == "meridian-prod-flow-logs"
    assert (attachment.get("role"), graph.target(attachment.get("policy_arn"))) == ("meridian-prod-flow-logs", policy)


@given(prefix=st.integers(16, 20), second=st.integers(0, 255), third=st.integers(0, 255))
def test_subnets_lie_inside_the_vpc_and_do_not_overlap(prefix, second, third):
    vpc = ip_network(f"10.{second}.{third}.0/{prefix}", strict=False)
    subnets = [ip_network(cidr) for cidrs in subnet_plan(str(vpc), 3).values() for cidr in cidrs]
    assert len(subnets) == 9
    assert all(subnet.subnet_of(vpc) for subnet in subnets)
    assert sum(s.num_addresses for s in collapse_addresses(subnets)) == sum(s.num_addresses for s in subnets)


def test_the_smallest_vpc_still_has_room_for_every_endpoint():
    assert subnet_plan("10.0.16.0/20", 3) == {
        "workload": ("10.0.16.0/22", "10.0.20.0/22", "10.0.24.0/22"),
        "endpoint": ("10.0.28.0/26", "10.0.28.64/26", "10.0.28.128/26"),
        "transit": ("10.0.31.208/28", "10.0.31.224/28", "10.0.31.240/28"),
    }


@pytest.mark.parametrize(
    ("cidr", "zones", "message"),
    [
        ("10.0.0.0/15", 3, "not between /16 and /20"),
        ("10.0.0.0/21", 3, "not between /16 and /20"),
        ("fd00::/16", 3, "not between /16 and /20"),
        ("10.0.0.0/16", 4, "is given 4 availability zones; choose 3"),
    ],
)
def test_other_sizes_are_refused_with_what_to_choose(cidr, zones, message):
    with pytest.raises(ValueError, match=message):
        subnet_plan(cidr, zones)
