"""Amazon Route 53 Resolver DNS Firewall: lists of names, rules, groups of them, and the VPCs under them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found
from phizone_stacks.live.readers.route53_resolver import tags
from phizone_stacks.live.reading import reads

_BASE = "aws_route53_resolver_firewall"
_RULE = {
    "action": "Action",
    "block_override_dns_type": "BlockOverrideDnsType",
    "block_override_domain": "BlockOverrideDomain",
    "block_override_ttl": "BlockOverrideTtl",
    "block_response": "BlockResponse",
    "confidence_threshold": "ConfidenceThreshold",
    "dns_threat_protection": "DnsThreatProtection",
    "firewall_domain_list_id": "FirewallDomainListId",
    "firewall_domain_redirection_action": "FirewallDomainRedirectionAction",
    "firewall_threat_protection_id": "FirewallThreatProtectionId",
    "name": "Name",
    "priority": "Priority",
    "q_type": "Qtype",
}


@reads(f"{_BASE}_config")
def configs(calls: Calls) -> Iterator[Found]:
    """How the firewalls of VPCs fail."""
    for each in calls.all("route53resolver", "list_firewall_configs", "FirewallConfigs"):
        if each["OwnerId"] == calls.place.account:
            attributes = {
                "id": each["Id"],
                "resource_id": each["ResourceId"],
                "owner_id": each["OwnerId"],
                "firewall_fail_open": each["FirewallFailOpen"],
            }
            yield found(f"{_BASE}_config", each["Id"], attributes)


@reads(f"{_BASE}_domain_list")
def domain_lists(calls: Calls) -> Iterator[Found]:
    """The account's own lists of names; AWS's are nobody's."""
    for each in calls.all("route53resolver", "list_firewall_domain_lists", "FirewallDomainLists"):
        if not each.get("ManagedOwnerName"):
            names = calls.all("route53resolver", "list_firewall_domains", "Domains", FirewallDomainListId=each["Id"])
            attributes = {
                "id": each["Id"],
                "arn": each["Arn"],
                "name": each["Name"],
                # AWS may tell a name with the dot of the root.
                "domains": sorted(name.rstrip(".") or name for name in names),
                "tags": tags(calls, each["Arn"]),
            }
            yield found(f"{_BASE}_domain_list", each["Id"], attributes)


@reads(f"{_BASE}_rule_group")
def rule_groups(calls: Calls) -> Iterator[Found]:
    """The account's own groups of rules."""
    for each in _own_groups(calls):
        attributes = {
            "id": each["Id"],
            "arn": each["Arn"],
            "name": each["Name"],
            "owner_id": each["OwnerId"],
            "share_status": each.get("ShareStatus"),
            "tags": tags(calls, each["Arn"]),
        }
        yield found(f"{_BASE}_rule_group", each["Id"], attributes)


@reads(f"{_BASE}_rule")
def rules(calls: Calls) -> Iterator[Found]:
    """The rules of the account's own groups."""
    for group in _own_groups(calls):
        told = calls.all("route53resolver", "list_firewall_rules", "FirewallRules", FirewallRuleGroupId=group["Id"])
        for each in told:
            of = each.get("FirewallDomainListId") or each.get("FirewallThreatProtectionId") or ""
            given = {name: value for name, key in _RULE.items() if (value := each.get(key)) not in (None, "")}
            # A list may stand in two rules of a group that are about other types of record.
            name = "/".join(filter(None, (group["Id"], of, each.get("Qtype"))))
            yield found(f"{_BASE}_rule", name, {"firewall_rule_group_id": group["Id"], **given})


@reads(f"{_BASE}_rule_group_association")
def associations(calls: Calls) -> Iterator[Found]:
    """Which VPC is under which group, other accounts' groups among them."""
    operation, key = "list_firewall_rule_group_associations", "FirewallRuleGroupAssociations"
    for each in calls.all("route53resolver", operation, key):
        if each["Status"] != "DELETING":
            attributes = {
                "id": each["Id"],
                "arn": each["Arn"],
                "name": each["Name"],
                "firewall_rule_group_id": each["FirewallRuleGroupId"],
                "vpc_id": each["VpcId"],
                "priority": each["Priority"],
                "mutation_protection": each.get("MutationProtection"),
                "tags": tags(calls, each["Arn"]),
            }
            yield found(f"{_BASE}_rule_group_association", each["Id"], attributes)


def _own_groups(calls: Calls) -> list[dict[str, Any]]:
    told = calls.all("route53resolver", "list_firewall_rule_groups", "FirewallRuleGroups")
    return [each for each in told if each["OwnerId"] == calls.place.account]
