"""VPC Block Public Access of a region, and what is excluded from it."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.readers.ec2_words import ec2
from phizone_stacks.live.reading import reads

_GONE = ("delete-complete", "create-failed")


@reads("aws_vpc_block_public_access_options")
def options(calls: Calls) -> Iterator[Found]:
    """What a region's internet gateways are kept from, which is nothing by AWS's default."""
    given = calls.get("ec2", "describe_vpc_block_public_access_options")["VpcBlockPublicAccessOptions"]
    attributes = {
        "aws_account_id": given.get("AwsAccountId"),
        "aws_region": given.get("AwsRegion"),
        "internet_gateway_block_mode": given["InternetGatewayBlockMode"],
    }
    yield found("aws_vpc_block_public_access_options", calls.place.region, attributes)


@reads("aws_vpc_block_public_access_exclusion")
def exclusions(calls: Calls) -> Iterator[Found]:
    """VPCs and subnets to which that does not apply."""
    for each in ec2(calls, "describe_vpc_block_public_access_exclusions", "VpcBlockPublicAccessExclusions"):
        if each.get("State") in _GONE:
            continue
        name, resource = each["ExclusionId"], each["ResourceArn"].rpartition("/")[2]
        of = "subnet_id" if resource.startswith("subnet-") else "vpc_id"
        mode = {"internet_gateway_exclusion_mode": each["InternetGatewayExclusionMode"]}
        attributes = {"id": name, of: resource, **mode, "tags": tags_of(each.get("Tags"))}
        yield found("aws_vpc_block_public_access_exclusion", name, attributes)
