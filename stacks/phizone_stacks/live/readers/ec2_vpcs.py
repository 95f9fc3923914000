"""VPCs and their address blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import GONE, arn, ec2, own
from phizone_stacks.live.reading import Where, reads

_IPAM = ("ipv4_ipam_pool_id", "ipv4_netmask_length", "ipv6_ipam_pool_id", "ipv6_netmask_length")


@reads("aws_vpc", where=Where.EVERYWHERE, silent={"aws_vpc": _IPAM})
def vpcs(calls: Calls) -> Iterator[Found]:
    """The VPCs that the account made, with what AWS put into them; another account's shared VPC is not of it."""
    for each in own(calls, "describe_vpcs", "Vpcs"):
        if not each.get("IsDefault"):
            yield found("aws_vpc", each["VpcId"], _attributes(calls, each))


@reads("aws_default_vpc", silent={"aws_default_vpc": (*_IPAM, "existing_default_vpc", "force_destroy")})
def default_vpcs(calls: Calls) -> Iterator[Found]:
    """The VPC that AWS made in the region; where the organization builds nothing, every account has one."""
    for each in own(calls, "describe_vpcs", "Vpcs"):
        if each.get("IsDefault"):
            yield found("aws_default_vpc", each["VpcId"], _attributes(calls, each))


@reads(
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association",
    silent={
        "aws_vpc_ipv4_cidr_block_association": _IPAM,
        "aws_vpc_ipv6_cidr_block_association": (*_IPAM, "assign_generated_ipv6_cidr_block"),
    },
)
def blocks(calls: Calls) -> Iterator[Found]:
    """The address blocks of VPCs beyond the first of each family, which stands in the VPC itself."""
    for vpc in own(calls, "describe_vpcs", "Vpcs"):
        for each in _associated(vpc, "CidrBlock"):
            if each["CidrBlock"] != vpc["CidrBlock"]:
                attributes = {"cidr_block": each["CidrBlock"]}
                yield _block("aws_vpc_ipv4_cidr_block_association", vpc, each, attributes)
        for each in _associated(vpc, "Ipv6CidrBlock")[1:]:
            attributes = {"ipv6_cidr_block": each["Ipv6CidrBlock"]}
            yield _block("aws_vpc_ipv6_cidr_block_association", vpc, each, attributes)


def _block(kind: str, vpc: dict[str, Any], each: dict[str, Any], attributes: dict[str, Any]) -> Found:
    name = each["AssociationId"]
    return found(kind, name, {"id": name, "vpc_id": vpc["VpcId"], **attributes})


def _attributes(calls: Calls, vpc: dict[str, Any]) -> dict[str, Any]:
    name = vpc["VpcId"]
    ipv6 = next(iter(_associated(vpc, "Ipv6CidrBlock")), None)
    table = _of_vpc(calls, "describe_route_tables", "RouteTables", name, _is_main)
    return {
        "id": name,
        "arn": arn(calls, "vpc", name),
        "cidr_block": vpc["CidrBlock"],
        "instance_tenancy": vpc.get("InstanceTenancy"),
        "enable_dns_support": _setting(calls, name, "enableDnsSupport"),
        "enable_dns_hostnames": _setting(calls, name, "enableDnsHostnames"),
        "ipv6_cidr_block": ipv6 and ipv6["Ipv6CidrBlock"],
        "assign_generated_ipv6_cidr_block": ipv6 and ipv6.get("Ipv6Pool") == "Amazon",
        # AWS does not tell which table it made first: the main one is what holds.
        "default_route_table_id": table.get("RouteTableId"),
        "main_route_table_id": table.get("RouteTableId"),
        "default_network_acl_id": _of_vpc(calls, "describe_network_acls", "NetworkAcls", name, _is_default).get(
            "NetworkAclId"
        ),
        "default_security_group_id": _of_vpc(
            calls, "describe_security_groups", "SecurityGroups", name, _is_named_default
        ).get("GroupId"),
        "tags": tags_of(vpc.get("Tags")),
    }


def _setting(calls: Calls, vpc: str, name: str) -> bool:
    found = calls.get("ec2", "describe_vpc_attribute", VpcId=vpc, Attribute=name)
    value: bool = found[name[0].upper() + name[1:]]["Value"]
    return value


def _of_vpc(calls: Calls, operation: str, key: str, vpc: str, chosen: Any) -> dict[str, Any]:
    """The item of a VPC that is AWS's own one; empty for none."""
    return next((each for each in ec2(calls, operation, key) if each.get("VpcId") == vpc and chosen(each)), {})


def _is_main(table: dict[str, Any]) -> bool:
    return any(each.get("Main") for each in table.get("Associations", ()))


def _is_default(acl: dict[str, Any]) -> bool:
    return bool(acl.get("IsDefault"))


def _is_named_default(group: dict[str, Any]) -> bool:
    # The name is AWS's own: nobody can give it to another group of a VPC.
    return group.get("GroupName") == "default"


def _associated(vpc: dict[str, Any], family: str) -> list[dict[str, Any]]:
    """Associations of a family's blocks that hold."""
    given = vpc.get(f"{family}AssociationSet") or []
    return [each for each in given if each.get(f"{family}State", {}).get("State") not in GONE]
