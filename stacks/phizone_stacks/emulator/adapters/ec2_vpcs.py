"""VPCs and subnets."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.adapters.ec2_words import arn, of_vpc, tagged


@creates("aws_vpc")
def vpc(wanted: Wanted) -> Outputs:
    """CreateVpc, its settings for names by calls of their own, and what AWS put into it."""
    ec2 = wanted.client("ec2")
    given = wanted.given(
        CidrBlock="cidr_block",
        InstanceTenancy="instance_tenancy",
        AmazonProvidedIpv6CidrBlock="assign_generated_ipv6_cidr_block",
    )
    name = ec2.create_vpc(**given, **tagged(wanted, "vpc"))["Vpc"]["VpcId"]
    for argument, setting in (
        ("EnableDnsSupport", "enable_dns_support"),
        ("EnableDnsHostnames", "enable_dns_hostnames"),
    ):
        ec2.modify_vpc_attribute(VpcId=name, **{argument: {"Value": wanted.get(setting)}})
    return {"id": name, "arn": arn(wanted, "vpc", name), **_made_by_aws(wanted, name)}


def _made_by_aws(wanted: Wanted, name: str) -> dict[str, Any]:
    tables = of_vpc(wanted, "describe_route_tables", "RouteTables", name)
    acls = of_vpc(wanted, "describe_network_acls", "NetworkAcls", name)
    groups = of_vpc(wanted, "describe_security_groups", "SecurityGroups", name)
    main = next(each["RouteTableId"] for each in tables if any(one["Main"] for one in each["Associations"]))
    return {
        "main_route_table_id": main,
        "default_route_table_id": main,
        "default_network_acl_id": next(each["NetworkAclId"] for each in acls if each["IsDefault"]),
        "default_security_group_id": next(each["GroupId"] for each in groups if each["GroupName"] == "default"),
    }


@creates("aws_subnet")
def subnet(wanted: Wanted) -> Outputs:
    """CreateSubnet, then what it gives to instances, where that is not what the program says."""
    ec2 = wanted.client("ec2")
    given = wanted.given(
        VpcId="vpc_id",
        CidrBlock="cidr_block",
        AvailabilityZone="availability_zone",
        Ipv6CidrBlock="ipv6_cidr_block",
    )
    made = ec2.create_subnet(**given, **tagged(wanted, "subnet"))["Subnet"]
    for argument, setting in (
        ("MapPublicIpOnLaunch", "map_public_ip_on_launch"),
        ("AssignIpv6AddressOnCreation", "assign_ipv6_address_on_creation"),
    ):
        if made[argument] != wanted.get(setting):
            ec2.modify_subnet_attribute(SubnetId=made["SubnetId"], **{argument: {"Value": wanted.get(setting)}})
    return {"id": made["SubnetId"], "arn": made["SubnetArn"], "availability_zone": made["AvailabilityZone"]}
