"""A DNS firewall answers the names of our endpoints, refuses all others, and lets nothing through when it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phizone_modules.dns_firewall import DnsFirewall, DnsFirewallArgs
from phizone_modules.dns_names import allowed_names

FIREWALL = "aws_route53_resolver_firewall"


@pytest.fixture
def graph(scope, build):
    args = DnsFirewallArgs(scope=replace(scope, team="platform"), vpc_id="vpc-00000000000000001")
    return build(lambda opts: DnsFirewall("dns", args, opts))


def test_it_makes_a_group_of_two_rules_with_a_list_each_associated_with_the_vpc(graph):
    assert {(node.type.removeprefix(f"{FIREWALL}_"), node.name) for node in graph} == {
        ("rule_group", "dns"),
        ("rule", "dns-allow"),
        ("rule", "dns-block"),
        ("domain_list", "dns-allow"),
        ("domain_list", "dns-block"),
        ("rule_group_association", "dns"),
        ("config", "dns"),
    }


def test_what_is_listed_is_allowed_before_everything_is_blocked(graph):
    rules = sorted(graph.of_type(f"{FIREWALL}_rule"), key=lambda rule: rule.get("priority"))
    assert [rule.get("action") for rule in rules] == ["ALLOW", "BLOCK"]
    lists = [graph.target(rule.get("firewall_domain_list_id")) for rule in rules]
    assert [each.get("domains") for each in lists] == [allowed_names("us-east-1"), ["*"]]
    assert {graph.target(rule.get("firewall_rule_group_id")).name for rule in rules} == {"dns"}


def test_blocked_names_do_not_exist_and_where_a_listed_name_leads_is_trusted(graph):
    allow, block = (graph[f"workspace.prod/{FIREWALL}_rule.dns-{purpose}"] for purpose in ("allow", "block"))
    assert allow.get("firewall_domain_redirection_action") == "TRUST_REDIRECTION_DOMAIN"
    assert (block.get("block_response"), block.attributes.get("q_type")) == ("NXDOMAIN", None)


def test_the_vpc_keeps_the_firewall_and_gets_no_answer_without_it(graph):
    association = graph[f"workspace.prod/{FIREWALL}_rule_group_association.dns"]
    config = graph[f"workspace.prod/{FIREWALL}_config.dns"]
    assert (association.get("vpc_id"), config.get("resource_id")) == ("vpc-00000000000000001",) * 2
    assert association.get("mutation_protection") == "ENABLED"
    assert 100 < association.get("priority") < 9900
    assert config.get("firewall_fail_open") == "DISABLED"
    assert (association.protect, config.protect) == (True, True)


def test_what_can_be_named_and_tagged_is(graph):
    tagged = [node for node in graph if node.attributes.get("tags") is not None]
    assert {(node.type.removeprefix(f"{FIREWALL}_"), node.text("name")) for node in tagged} == {
        ("rule_group", "meridian-prod-dns"),
        ("rule_group_association", "meridian-prod-dns"),
        ("domain_list", "meridian-prod-dns-allow"),
        ("domain_list", "meridian-prod-dns-block"),
    }
    assert {node.text("tags.DataClassification") for node in tagged} == {"CompanyConfidential"}
