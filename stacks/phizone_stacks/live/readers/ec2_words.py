"""Amazon EC2's answers in Terraform's words, as far as several readers of networks need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls

GONE = ("disassociated", "disassociating", "failed", "failing")
"""States of an address block that is not a network's, or no longer."""


def ec2(calls: Calls, operation: str, key: str) -> list[Any]:
    """The items of a Describe call of EC2, as `ec2(calls, "describe_vpcs", "Vpcs")`."""
    return calls.all("ec2", operation, key)


def own(calls: Calls, operation: str, key: str) -> list[Any]:
    """The items of a Describe call that are of the account itself: what others share with it, they tell."""
    return [
        each for each in ec2(calls, operation, key) if each.get("OwnerId", calls.place.account) == calls.place.account
    ]


def arn(calls: Calls, kind: str, name: str) -> str:
    """The ARN of a resource of EC2, as of a `vpc`. Source: Service Authorization Reference, "Amazon EC2"."""
    place = calls.place
    return f"arn:{partition(place.region)}:ec2:{place.region}:{place.account}:{kind}/{name}"


def words(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Values of an answer by Terraform's names; what is absent or empty is left out."""
    return {name: given[key] for key, name in names.items() if given.get(key) not in (None, "")}


def ids(given: Sequence[Mapping[str, Any]] | None, key: str) -> list[str]:
    """The ids under a key of a list of structures, sorted."""
    return sorted(each[key] for each in given or ())
