"""Who and where the caller is: account, region, partition, availability zones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phizone_stacks.capture.invokes.answers import Answer, Arguments, Caller, Function
from phizone_stacks.graph.defaults import partition

# Source: AWS General Reference and EC2 User Guide, "Regions and Zones"; regions not named here have a, b and c.
_ZONES: Mapping[str, str] = {
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "ca-central-1": "abd",
    "us-east-1": "abcdef",
    "us-west-1": "ac",
    "us-west-2": "abcd",
}
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_BILLING = "386209384616"
_ARN = re.compile(r"arn:(?P<partition>[^:]*):(?P<service>[^:]*):(?P<region>[^:]*):(?P<account>[^:]*):(?P<resource>.*)")


def _partition(caller: Caller, _: Arguments) -> Answer | None:
    if not caller.region:
        return None
    name = partition(caller.region)
    suffix = "amazonaws.com.cn" if name == "aws-cn" else "amazonaws.com"
    return {"id": name, "partition": name, "dnsSuffix": suffix, "reverseDnsPrefix": ".".join(suffix.split(".")[::-1])}


def _region(caller: Caller, arguments: Arguments) -> Answer | None:
    name = arguments.get("region") or arguments.get("name") or caller.region
    if not name:
        return None
    return {"id": name, "name": name, "region": name, "endpoint": f"ec2.{name}.amazonaws.com", "description": name}


def _identity(caller: Caller, _: Arguments) -> Answer | None:
    if not caller.account:
        return None
    root = f"arn:{partition(caller.region)}:iam::{caller.account}:root"
    return {"id": caller.account, "accountId": caller.account, "arn": root, "userId": caller.account}


def _billing(caller: Caller, _: Arguments) -> Answer:
    """The account that delivers billing reports. Source: Terraform AWS provider, aws_billing_service_account."""
    return {"id": _BILLING, "arn": f"arn:{partition(caller.region)}:iam::{_BILLING}:root"}


def _arn(_: Caller, arguments: Arguments) -> Answer | None:
    found = _ARN.fullmatch(str(arguments.get("arn")))
    return {"id": found[0], "arn": found[0], **found.groupdict()} if found else None


def zones(region: str) -> list[str]:
    """Names of a region's availability zones, as `us-east-1a`; none for what is no region's name."""
    return [f"{region}{letter}" for letter in _ZONES.get(region, "abc")] if _REGION.fullmatch(region) else []


def _zones(caller: Caller, arguments: Arguments) -> Answer:
    region = arguments.get("region") or caller.region
    excluded = arguments.get("excludeNames") or []
    names = [name for name in zones(region) if name not in excluded]
    known: Answer = {"id": region, "names": names, "groupNames": [region]} if names else {}
    return known


WHOLE: Mapping[str, Function] = {
    "aws:index/getArn:getArn": _arn,
    "aws:index/getBillingServiceAccount:getBillingServiceAccount": _billing,
    "aws:index/getCallerIdentity:getCallerIdentity": _identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
}
"""Functions whose whole answer the caller fixes."""
PART: Mapping[str, Function] = {"aws:index/getAvailabilityZones:getAvailabilityZones": _zones}
"""Functions of whose answer the caller fixes a part."""
