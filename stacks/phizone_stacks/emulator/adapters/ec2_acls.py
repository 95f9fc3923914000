"""Network ACLs."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.adapters.ec2_words import arn, of_vpc, retag, tagged

_PROTOCOLS = {"icmp": "1", "tcp": "6", "udp": "17", "all": "-1"}
_LAST = 32767


@creates("aws_network_acl")
def acl(wanted: Wanted) -> Outputs:
    """CreateNetworkAcl, its rules one by one, and its subnets, which leave the one they had."""
    ec2 = wanted.client("ec2")
    vpc = wanted.get("vpc_id")
    name = ec2.create_network_acl(VpcId=vpc, **tagged(wanted, "network-acl"))["NetworkAcl"]["NetworkAclId"]
    _write(wanted, name)
    subnets = set(wanted.attributes.get("subnet_ids") or [])
    for other in of_vpc(wanted, "describe_network_acls", "NetworkAcls", vpc):
        for each in other["Associations"]:
            if each["SubnetId"] in subnets and other["NetworkAclId"] != name:
                ec2.replace_network_acl_association(AssociationId=each["NetworkAclAssociationId"], NetworkAclId=name)
    return {"id": name, "arn": arn(wanted, "network-acl", name)}


@creates("aws_default_network_acl")
def default_acl(wanted: Wanted) -> Outputs:
    """AWS made it: its rules, which let everything through, are replaced by those of the program."""
    ec2, name = wanted.client("ec2"), wanted.get("default_network_acl_id")
    for entry in ec2.describe_network_acls(NetworkAclIds=[name])["NetworkAcls"][0]["Entries"]:
        if entry["RuleNumber"] < _LAST:
            ec2.delete_network_acl_entry(NetworkAclId=name, RuleNumber=entry["RuleNumber"], Egress=entry["Egress"])
    _write(wanted, name)
    retag(wanted, name)
    return {"id": name, "arn": arn(wanted, "network-acl", name)}


def _write(wanted: Wanted, name: str) -> None:
    for side in ("ingress", "egress"):
        for entry in wanted.attributes.get(side) or []:
            wanted.client("ec2").create_network_acl_entry(
                NetworkAclId=name, Egress=side == "egress", **_arguments(entry)
            )


def _arguments(entry: dict[str, Any]) -> dict[str, Any]:
    protocol = str(entry["protocol"]).lower()
    number = _PROTOCOLS.get(protocol, protocol)
    found = {
        "RuleNumber": int(entry["rule_no"]),
        "Protocol": number,
        "RuleAction": entry["action"],
        "CidrBlock": entry.get("cidr_block"),
        "Ipv6CidrBlock": entry.get("ipv6_cidr_block"),
    }
    if number in ("6", "17"):
        found["PortRange"] = {"From": int(entry["from_port"]), "To": int(entry["to_port"])}
    if number == "1":
        found["IcmpTypeCode"] = {"Type": int(entry.get("icmp_type", -1)), "Code": int(entry.get("icmp_code", -1))}
    return {key: value for key, value in found.items() if value is not None}
