"""VPC endpoints."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.adapters.ec2_words import arn, tagged


@creates("aws_vpc_endpoint")
def endpoint(wanted: Wanted) -> Outputs:
    """CreateVpcEndpoint, and the prefix list of a gateway's addresses."""
    ec2 = wanted.client("ec2")
    kind = wanted.get("vpc_endpoint_type")
    given = wanted.given(
        VpcId="vpc_id",
        ServiceName="service_name",
        PolicyDocument="policy",
        RouteTableIds="route_table_ids",
        SubnetIds="subnet_ids",
        SecurityGroupIds="security_group_ids",
        PrivateDnsEnabled="private_dns_enabled",
    )
    found = {argument: value for argument, value in given.items() if value != []}
    made = ec2.create_vpc_endpoint(VpcEndpointType=kind, **found, **tagged(wanted, "vpc-endpoint"))["VpcEndpoint"]
    lists = ec2.describe_prefix_lists()["PrefixLists"] if kind == "Gateway" else []
    named = [each["PrefixListId"] for each in lists if each["PrefixListName"] == wanted.get("service_name")]
    name = made["VpcEndpointId"]
    return {"id": name, "arn": arn(wanted, "vpc-endpoint", name), "prefix_list_id": next(iter(named), None)}
