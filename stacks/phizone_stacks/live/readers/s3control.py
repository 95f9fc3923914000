"""Amazon S3 Control: what blocks public access in a whole account, and access points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snaked, tags_of
from phizone_stacks.live.reading import Where, reads


@reads("aws_s3_account_public_access_block", where=Where.ACCOUNT)
def account_public_access_block(calls: Calls) -> Iterator[Found]:
    """The public access block of the account."""
    account, absent = calls.place.account, ("NoSuchPublicAccessBlockConfiguration",)
    answer = calls.find("s3control", "get_public_access_block", absent, AccountId=account)
    if answer:
        flags = snaked(answer["PublicAccessBlockConfiguration"])
        yield found("aws_s3_account_public_access_block", account, {"account_id": account, **flags})


@reads("aws_s3_access_point")
def access_points(calls: Calls) -> Iterator[Found]:
    """Access points with their policies."""
    for each in calls.all("s3control", "list_access_points", "AccessPointList", AccountId=calls.place.account):
        # An access point is of the region that its ARN names.
        if each["AccessPointArn"].split(":")[3] == calls.place.region:
            yield found("aws_s3_access_point", each["Name"], _access_point(calls, each))


def _access_point(calls: Calls, each: dict[str, Any]) -> dict[str, Any]:
    account, name, arn = calls.place.account, each["Name"], each["AccessPointArn"]
    of_it = {"AccountId": account, "Name": name}
    point = calls.get("s3control", "get_access_point", **of_it)
    policy = calls.find("s3control", "get_access_point_policy", ("NoSuchAccessPointPolicy",), **of_it)
    vpc = (each.get("VpcConfiguration") or {}).get("VpcId")
    tags = calls.get("s3control", "list_tags_for_resource", AccountId=account, ResourceArn=arn).get("Tags")
    return {
        "account_id": account,
        "arn": arn,
        "bucket": each["Bucket"],
        "bucket_account_id": each.get("BucketAccountId"),
        "name": name,
        "network_origin": each["NetworkOrigin"],
        "policy": policy["Policy"] if policy else None,
        "public_access_block_configuration": snaked([point["PublicAccessBlockConfiguration"]]),
        "tags": tags_of(tags),
        "vpc_configuration": block(vpc_id=vpc) if vpc else None,
    }
