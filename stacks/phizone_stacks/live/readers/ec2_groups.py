"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ec2, own, words
from phizone_stacks.live.reading import reads

_INGRESS, _EGRESS = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"
_SILENT = ("name_prefix", "revoke_rules_on_delete")
_NAMES = {
    "CidrIpv4": "cidr_ipv4",
    "CidrIpv6": "cidr_ipv6",
    "PrefixListId": "prefix_list_id",
    "Description": "description",
}


@reads(
    "aws_security_group",
    "aws_default_security_group",
    silent={"aws_security_group": _SILENT, "aws_default_security_group": _SILENT},
)
def groups(calls: Calls) -> Iterator[Found]:
    """Security groups; a VPC's default one has its rules inside, and the VPC owns its id."""
    for group in own(calls, "describe_security_groups", "SecurityGroups"):
        name, tags = group["GroupId"], tags_of(group.get("Tags"))
        if group["GroupName"] == "default":
            rules = [each for each in _rules(calls) if each["GroupId"] == name]
            sides = {
                side: [_inside(calls, each) for each in rules if _side(each) == side] for side in ("ingress", "egress")
            }
            yield found("aws_default_security_group", name, {"vpc_id": group.get("VpcId"), **sides, "tags": tags})
        else:
            attributes = {
                "id": name,
                "arn": group.get("SecurityGroupArn") or arn(calls, "security-group", name),
                "name": group["GroupName"],
                "description": group.get("Description"),
                "vpc_id": group.get("VpcId"),
                "tags": tags,
            }
            yield found("aws_security_group", name, attributes)


@reads(_INGRESS, _EGRESS)
def rules(calls: Calls) -> Iterator[Found]:
    """Rules of the groups that are not default ones, each by itself."""
    groups = own(calls, "describe_security_groups", "SecurityGroups")
    default = {each["GroupId"] for each in groups if each["GroupName"] == "default"}
    for each in _rules(calls):
        if each["GroupId"] not in default:
            name = each["SecurityGroupRuleId"]
            attributes = {
                "id": name,
                "security_group_rule_id": name,
                "arn": each.get("SecurityGroupRuleArn") or arn(calls, "security-group-rule", name),
                "security_group_id": each["GroupId"],
                "ip_protocol": each["IpProtocol"],
                **_ports(each),
                **words(each, _NAMES),
                "referenced_security_group_id": _peer(calls, each),
                "tags": tags_of(each.get("Tags")),
            }
            yield found(_EGRESS if each["IsEgress"] else _INGRESS, name, attributes)


def _rules(calls: Calls) -> list[dict[str, Any]]:
    """Rules of the account's own groups; those of groups that are shared with it their owner tells."""
    own = calls.place.account
    given = ec2(calls, "describe_security_group_rules", "SecurityGroupRules")
    return [each for each in given if each.get("GroupOwnerId", own) == own]


def _side(rule: dict[str, Any]) -> str:
    return "egress" if rule["IsEgress"] else "ingress"


def _ports(rule: dict[str, Any]) -> dict[str, Any]:
    """Its ports, of which a rule of every protocol has none, though AWS tells -1."""
    every = rule["IpProtocol"] == "-1"
    return {} if every else words(rule, {"FromPort": "from_port", "ToPort": "to_port"})


def _peer(calls: Calls, rule: dict[str, Any]) -> str | None:
    """The group at the other end, with its account where that is another."""
    info = rule.get("ReferencedGroupInfo") or {}
    name, owner = info.get("GroupId"), info.get("UserId") or calls.place.account
    return name if not name or owner == calls.place.account else f"{owner}/{name}"


def _inside(calls: Calls, rule: dict[str, Any]) -> dict[str, Any]:
    """A rule as a block of its group."""
    ends = {"CidrIpv4": "cidr_blocks", "CidrIpv6": "ipv6_cidr_blocks", "PrefixListId": "prefix_list_ids"}
    peer = _peer(calls, rule)
    found = {
        "protocol": rule["IpProtocol"],
        **({"from_port": 0, "to_port": 0} | _ports(rule)),
        **{name: [value] for name, value in words(rule, ends).items()},
        **words(rule, {"Description": "description"}),
    }
    if peer == rule["GroupId"]:
        return {**found, "self": True}
    return {**found, "security_groups": [peer]} if peer else found
