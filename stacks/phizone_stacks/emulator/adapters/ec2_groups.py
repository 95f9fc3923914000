"""Security groups and their rules."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.adapters.ec2_words import arn, of_vpc, retag, tagged

_CLOSING = {"IpPermissions": "revoke_security_group_ingress", "IpPermissionsEgress": "revoke_security_group_egress"}
_OPENING = {"ingress": "authorize_security_group_ingress", "egress": "authorize_security_group_egress"}


@creates("aws_security_group")
def group(wanted: Wanted) -> Outputs:
    """CreateSecurityGroup without the rule that AWS puts into it, as the provider does, then its own rules."""
    given = wanted.given(GroupName="name", Description="description", VpcId="vpc_id")
    made = wanted.client("ec2").create_security_group(**given, **tagged(wanted, "security-group"))
    _rules(wanted, made["GroupId"])
    return {"id": made["GroupId"], "arn": made["SecurityGroupArn"]}


@creates("aws_default_security_group")
def default_group(wanted: Wanted) -> Outputs:
    """AWS made it: its rules are replaced by those of the program."""
    groups = of_vpc(wanted, "describe_security_groups", "SecurityGroups", wanted.get("vpc_id"), group_name="default")
    name = groups[0]["GroupId"]
    _rules(wanted, name)
    retag(wanted, name)
    return {"id": name, "arn": arn(wanted, "security-group", name)}


@creates("aws_vpc_security_group_ingress_rule")
def ingress(wanted: Wanted) -> Outputs:
    """AuthorizeSecurityGroupIngress."""
    return _authorize(wanted, "ingress")


@creates("aws_vpc_security_group_egress_rule")
def egress(wanted: Wanted) -> Outputs:
    """AuthorizeSecurityGroupEgress."""
    return _authorize(wanted, "egress")


def _rules(wanted: Wanted, name: str) -> None:
    """The rules of a group become those that stand in the program's."""
    ec2 = wanted.client("ec2")
    made = ec2.describe_security_groups(GroupIds=[name])["SecurityGroups"][0]
    for key, operation in _CLOSING.items():
        if made[key]:
            getattr(ec2, operation)(GroupId=name, IpPermissions=made[key])
    for side, operation in _OPENING.items():
        for each in wanted.attributes.get(side) or []:
            getattr(ec2, operation)(GroupId=name, IpPermissions=[_inside(name, each)])


def _inside(name: str, each: dict[str, Any]) -> dict[str, Any]:
    """A block of a group as AWS's permission."""
    said = {"Description": each["description"]} if each.get("description") else {}
    peers = [*(each.get("security_groups") or []), *([name] if each.get("self") else [])]
    found: dict[str, Any] = {"IpProtocol": str(each["protocol"])}
    if found["IpProtocol"] != "-1":
        found |= {"FromPort": int(each["from_port"]), "ToPort": int(each["to_port"])}
    ends = {
        "IpRanges": [{"CidrIp": value, **said} for value in each.get("cidr_blocks") or []],
        "Ipv6Ranges": [{"CidrIpv6": value, **said} for value in each.get("ipv6_cidr_blocks") or []],
        "PrefixListIds": [{"PrefixListId": value, **said} for value in each.get("prefix_list_ids") or []],
        "UserIdGroupPairs": [{"GroupId": value, **said} for value in peers],
    }
    return {**found, **{key: value for key, value in ends.items() if value}}


def _authorize(wanted: Wanted, side: str) -> Outputs:
    said = wanted.given(Description="description")
    permission: dict[str, Any] = wanted.given(IpProtocol="ip_protocol", FromPort="from_port", ToPort="to_port")
    for argument, key, name in (
        ("IpRanges", "CidrIp", "cidr_ipv4"),
        ("Ipv6Ranges", "CidrIpv6", "cidr_ipv6"),
        ("PrefixListIds", "PrefixListId", "prefix_list_id"),
        ("UserIdGroupPairs", "GroupId", "referenced_security_group_id"),
    ):
        if wanted.get(name):
            permission[argument] = [{key: wanted.get(name), **said}]
    made = getattr(wanted.client("ec2"), _OPENING[side])(
        GroupId=wanted.get("security_group_id"),
        IpPermissions=[permission],
        **tagged(wanted, "security-group-rule"),
    )["SecurityGroupRules"][0]
    name = made["SecurityGroupRuleId"]
    return {"id": name, "security_group_rule_id": name, "arn": arn(wanted, "security-group-rule", name)}
