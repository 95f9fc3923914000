"""What several adapters of networks need of Amazon EC2's calls."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Wanted
from phizone_stacks.graph.defaults import partition


def tagged(wanted: Wanted, kind: str) -> dict[str, Any]:
    """The argument that tags a resource of a kind, as `vpc`, while it is made; nothing where it has no tags."""
    tags = wanted.tags()
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def retag(wanted: Wanted, name: str) -> None:
    """Tags what AWS made itself."""
    if tags := wanted.tags():
        wanted.client("ec2").create_tags(Resources=[name], Tags=tags)


def arn(wanted: Wanted, kind: str, name: str) -> str:
    """The ARN of a resource of EC2, as of a `vpc`."""
    place = wanted.place
    return f"arn:{partition(place.region)}:ec2:{place.region}:{place.account}:{kind}/{name}"


def of_vpc(wanted: Wanted, operation: str, key: str, vpc: str, **filters: str) -> list[Any]:
    """The items of a Describe call that are of a VPC."""
    given = [{"Name": "vpc-id", "Values": [vpc]}]
    given += [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in filters.items()]
    found: list[Any] = getattr(wanted.client("ec2"), operation)(Filters=given)[key]
    return found
