"""Network ACLs, with their rules and the subnets they hold for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ids, own, words
from phizone_stacks.live.reading import reads

# The last rule of each ACL, which denies what no other rule allows. Source: Amazon VPC User Guide, "Network ACL rules".
_LAST = (32767, 32768)
_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp"}
_NAMES = {"CidrBlock": "cidr_block", "Ipv6CidrBlock": "ipv6_cidr_block"}


@reads("aws_network_acl", "aws_default_network_acl")
def acls(calls: Calls) -> Iterator[Found]:
    """Network ACLs of the account's VPCs; the id of a VPC's default one the VPC owns."""
    vpcs = {each["VpcId"] for each in own(calls, "describe_vpcs", "Vpcs")}
    for acl in own(calls, "describe_network_acls", "NetworkAcls"):
        # One whose VPC is not there, as while that is deleted, holds for nothing.
        if acl["VpcId"] not in vpcs:
            continue
        name = acl["NetworkAclId"]
        attributes = {
            "vpc_id": acl["VpcId"],
            "subnet_ids": ids(acl.get("Associations"), "SubnetId"),
            "ingress": [_entry(each) for each in _written(acl) if not each["Egress"]],
            "egress": [_entry(each) for each in _written(acl) if each["Egress"]],
            "tags": tags_of(acl.get("Tags")),
        }
        if acl.get("IsDefault"):
            yield found("aws_default_network_acl", name, {"default_network_acl_id": name, **attributes})
        else:
            yield found("aws_network_acl", name, {"id": name, "arn": arn(calls, "network-acl", name), **attributes})


def _written(acl: dict[str, Any]) -> list[dict[str, Any]]:
    given = [each for each in acl.get("Entries", ()) if each["RuleNumber"] not in _LAST]
    return sorted(given, key=lambda each: int(each["RuleNumber"]))


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    # Terraform writes ports of 0 where a protocol has none.
    ports, icmp = entry.get("PortRange") or {}, entry.get("IcmpTypeCode") or {}
    return {
        "rule_no": entry["RuleNumber"],
        "action": entry["RuleAction"],
        "protocol": _PROTOCOLS.get(entry["Protocol"], entry["Protocol"]),
        "from_port": ports.get("From", 0),
        "to_port": ports.get("To", 0),
        **words(icmp, {"Type": "icmp_type", "Code": "icmp_code"}),
        **words(entry, _NAMES),
    }
