"""What AWS and the provider do where a program says nothing: applied to every graph, whatever it was read from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phizone_stacks.graph.node import Node
    from phizone_stacks.graph.values import Value


@cache
def _table() -> Mapping[str, Mapping[str, Value]]:
    text = resources.files("phizone_stacks.graph").joinpath("defaults.json").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, Value]] = json.loads(text)
    return table


def default_of(node: Node, attribute: str) -> Value:
    """The value an absent attribute takes on apply, or None where absence means absence.

    Text may hold `{account}` and `{partition}`, as in the policy AWS writes on a key that is given none.
    Source: the defaults named in the Terraform AWS provider's schema and documentation, and `defaults.json`.
    """
    value = _table().get(node.type, {}).get(attribute)
    if isinstance(value, str) and "{account}" in value:
        return value.replace("{account}", node.account).replace("{partition}", partition(node.region))
    return value


def partition(region: str) -> str:
    """The ARN partition of a region. Source: AWS General Reference, "Amazon Resource Names"."""
    if region.startswith("cn-"):
        return "aws-cn"
    if region.startswith("us-gov-"):
        return "aws-us-gov"
    return "aws"
