"""The queries of a VPC's resolver go to a log group of ours, encrypted and kept for years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phizone_modules.dns_query_logs import DnsQueryLogs, DnsQueryLogsArgs

KEY = "arn:aws:kms:us-east-1:444444444444:key/00000000-0000-0000-0000-000000000000"
QUERY_LOG = "aws_route53_resolver_query_log_config"


@pytest.fixture
def graph(scope, build):
    args = DnsQueryLogsArgs(scope=replace(scope, team="platform"), vpc_id="vpc-00000000000000001", log_key_arn=KEY)
    return build(lambda opts: DnsQueryLogs("queries", args, opts))


def test_it_makes_a_log_group_a_configuration_and_its_association_all_protected(graph):
    assert {(node.type, node.name, node.protect) for node in graph} == {
        ("aws_cloudwatch_log_group", "queries", True),
        (QUERY_LOG, "queries", True),
        (f"{QUERY_LOG}_association", "queries", True),
    }


def test_the_vpcs_queries_reach_the_group(graph):
    association = graph[f"workspace.prod/{QUERY_LOG}_association.queries"]
    config = graph.target(association.get("resolver_query_log_config_id"))
    assert (association.get("resource_id"), config.text("name")) == (
        "vpc-00000000000000001",
        "meridian-prod-dns-queries",
    )
    assert graph.target(config.get("destination_arn")).type == "aws_cloudwatch_log_group"


def test_the_group_is_encrypted_kept_and_tagged(graph):
    group = graph["workspace.prod/aws_cloudwatch_log_group.queries"]
    assert (group.text("name"), group.text("kms_key_id"), group.get("retention_in_days")) == (
        "/meridian/prod/network/dns-queries",
        KEY,
        2557,
    )
    assert group.text("tags.DataClassification") == "CompanyConfidential"
