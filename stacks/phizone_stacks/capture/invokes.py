"""The provider functions a program may call while it is captured: those whose answer its own provider fixes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from phizone_stacks.graph.defaults import partition

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """The account and region of the provider that a function is called with; empty where not fixed."""

    account: str
    """Twelve digits."""
    region: str
    """As `us-east-1`."""


def _partition(caller: Caller, _: Arguments) -> dict[str, Any]:
    name = partition(caller.region)
    suffix = "amazonaws.com.cn" if name == "aws-cn" else "amazonaws.com"
    return {"id": name, "partition": name, "dnsSuffix": suffix, "reverseDnsPrefix": ".".join(suffix.split(".")[::-1])}


def _region(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    name = arguments.get("region") or arguments.get("name") or caller.region
    return {"id": name, "name": name, "region": name, "endpoint": f"ec2.{name}.amazonaws.com", "description": name}


def _identity(caller: Caller, _: Arguments) -> dict[str, Any]:
    root = f"arn:{partition(caller.region)}:iam::{caller.account}:root"
    return {"id": caller.account, "accountId": caller.account, "arn": root, "userId": caller.account}


_ANSWERS: Mapping[str, tuple[str, Callable[[Caller, Arguments], dict[str, Any]]]] = {
    "aws:index/getPartition:getPartition": ("region", _partition),
    "aws:index/getRegion:getRegion": ("region", _region),
    "aws:index/getCallerIdentity:getCallerIdentity": ("account", _identity),
}


def answer(token: str, caller: Caller, arguments: Arguments) -> dict[str, Any] | None:
    """What AWS would answer, or None where a program alone does not tell."""
    needs, function = _ANSWERS.get(token, ("", None))
    if function is None or not getattr(caller, needs):
        return None
    return function(caller, arguments)
