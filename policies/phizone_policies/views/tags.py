"""The tags a resource will carry: its own, and those its provider adds to all."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.check import Result, not_applicable, unknown
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.types import taggable
from phizone_stacks.graph.values import Unknown, Value

PLATFORM = "platform"
"""Value of `Team` on what belongs to no team."""


def beyond_tags(node: Node) -> Result | None:
    """Why no tag can be asked of a resource: it is read, its type takes none, or is not known; None where it can."""
    if node.type.startswith("data."):
        return not_applicable("it is read, not made")
    takes_tags = taggable(node.type)
    if takes_tags is None:
        return unknown(f"nothing is known of the type {node.type}")
    return None if takes_tags else not_applicable("resources of this type take no tags")


def tags(node: Node) -> Mapping[str, Value]:
    """The tags by key; a value may be unknown. Raises: UnknownValue where the keys themselves are."""
    found: dict[str, Value] = {}
    for path in ("tags_all", "tags"):
        value = node.get(path)
        if value is not None and not isinstance(value, dict):
            raise UnknownValue(node.address, path, "the tags are some other resource's attribute")
        found.update(value or {})
    return found


def tag(node: Node, key: str) -> str:
    """The value of a tag; empty where there is none. Raises: UnknownValue."""
    value = tags(node).get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    reason = value.reason if isinstance(value, Unknown) else "it is no literal text"
    raise UnknownValue(node.address, f"tags.{key}", reason)
