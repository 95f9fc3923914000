from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.route53_resolver_firewall import (
    associations,
    configs,
    domain_lists,
    rule_groups,
    rules,
)

ARN = "arn:aws:route53resolver:us-east-1:777777777777"
TAGS = ("list_tags_for_resource", {"Tags": [{"Key": "Team", "Value": "platform"}]})
GROUP = {
    "Id": "rslvr-frg-1",
    "Arn": f"{ARN}:firewall-rule-group/rslvr-frg-1",
    "Name": "names",
    "OwnerId": "777777777777",
    "ShareStatus": "NOT_SHARED",
}
GROUPS = (
    "list_firewall_rule_groups",
    {"FirewallRuleGroups": [GROUP, {**GROUP, "Id": "rslvr-frg-2", "OwnerId": "444444444444"}]},
)


@pytest.fixture
def told():
    """What a reader tells in an account where AWS gives these answers; moto has no DNS firewall."""

    def read(reader, *answers):
        resolver = boto3.client("route53resolver", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        with Stubber(resolver) as stub:
            for operation, answer in answers:
                stub.add_response(operation, answer)
            calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: resolver)
            found = [dict(each.attributes) for each in reader.function(calls)]
            stub.assert_no_pending_responses()
            return found

    return read


def test_how_a_firewall_fails_is_read(told):
    config = {"Id": "rslvr-fc-1", "OwnerId": "777777777777", "ResourceId": "vpc-1", "FirewallFailOpen": "ENABLED"}
    assert told(configs, ("list_firewall_configs", {"FirewallConfigs": [config]})) == [
        {"firewall_fail_open": "ENABLED", "id": "rslvr-fc-1", "owner_id": "777777777777", "resource_id": "vpc-1"}
    ]


def test_a_list_of_names_is_read_and_aws_s_own_lists_are_not(told):
    own = {"Id": "rslvr-fdl-1", "Arn": f"{ARN}:firewall-domain-list/rslvr-fdl-1", "Name": "allow"}
    of_aws = {"Id": "rslvr-fdl-2", "Name": "malware", "ManagedOwnerName": "Route 53 Resolver DNS Firewall"}
    listed = ("list_firewall_domain_lists", {"FirewallDomainLists": [own, of_aws]})
    names = ("list_firewall_domains", {"Domains": ["kms.us-east-1.amazonaws.com.", "*.amazonaws.com", "*"]})
    assert told(domain_lists, listed, names, TAGS) == [
        {
            "arn": own["Arn"],
            "domains": ["*", "*.amazonaws.com", "kms.us-east-1.amazonaws.com"],
            "id": "rslvr-fdl-1",
            "name": "allow",
            "tags": {"Team": "platform"},
        }
    ]


def test_a_group_of_rules_is_read_and_another_account_s_is_not(told):
    assert told(rule_groups, GROUPS, TAGS) == [
        {
            "arn": GROUP["Arn"],
            "id": "rslvr-frg-1",
            "name": "names",
            "owner_id": "777777777777",
            "share_status": "NOT_SHARED",
            "tags": {"Team": "platform"},
        }
    ]


def test_rules_are_read_on_lists_and_on_what_the_firewall_suspects(told):
    of = {"FirewallRuleGroupId": "rslvr-frg-1", "CreatorRequestId": "1"}
    block = {
        **of,
        "FirewallDomainListId": "rslvr-fdl-1",
        "Name": "block",
        "Priority": 200,
        "Action": "BLOCK",
        "BlockResponse": "NXDOMAIN",
        "FirewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN",
        "Qtype": "TXT",
    }
    suspect = {
        **of,
        "FirewallThreatProtectionId": "rslvr-ftp-1",
        "Name": "tunnel",
        "Priority": 300,
        "Action": "ALERT",
        "DnsThreatProtection": "DNS_TUNNELING",
        "ConfidenceThreshold": "HIGH",
    }
    assert told(rules, GROUPS, ("list_firewall_rules", {"FirewallRules": [block, suspect]})) == [
        {
            "action": "BLOCK",
            "block_response": "NXDOMAIN",
            "firewall_domain_list_id": "rslvr-fdl-1",
            "firewall_domain_redirection_action": "INSPECT_REDIRECTION_DOMAIN",
            "firewall_rule_group_id": "rslvr-frg-1",
            "name": "block",
            "priority": 200,
            "q_type": "TXT",
        },
        {
            "action": "ALERT",
            "confidence_threshold": "HIGH",
            "dns_threat_protection": "DNS_TUNNELING",
            "firewall_rule_group_id": "rslvr-frg-1",
            "firewall_threat_protection_id": "rslvr-ftp-1",
            "name": "tunnel",
            "priority": 300,
        },
    ]


def test_which_vpc_is_under_which_group_is_read_and_what_is_being_undone_is_not(told):
    made = {
        "Id": "rslvr-frgassoc-1",
        "Arn": f"{ARN}:firewall-rule-group-association/rslvr-frgassoc-1",
        "FirewallRuleGroupId": "rslvr-frg-2",
        "VpcId": "vpc-1",
        "Name": "names",
        "Priority": 101,
        "MutationProtection": "ENABLED",
        "Status": "COMPLETE",
    }
    gone = {**made, "Id": "rslvr-frgassoc-2", "Status": "DELETING"}
    answer = {"FirewallRuleGroupAssociations": [made, gone]}
    assert told(associations, ("list_firewall_rule_group_associations", answer), TAGS) == [
        {
            "arn": made["Arn"],
            "firewall_rule_group_id": "rslvr-frg-2",
            "id": "rslvr-frgassoc-1",
            "mutation_protection": "ENABLED",
            "name": "names",
            "priority": 101,
            "tags": {"Team": "platform"},
            "vpc_id": "vpc-1",
        }
    ]
