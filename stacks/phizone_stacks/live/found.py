"""What a reader tells of one resource, in Terraform's words, and the words of AWS turned into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from phizone_stacks.graph.values import Value

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A resource that exists."""

    type: str
    """Terraform type, as `aws_kms_key`."""
    name: str
    """What tells it from others of its type in its account and region: a name, an id, or several joined by `/`."""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    """Attributes in Terraform's words, `id` and `arn` among them where the resource owns such; no None."""
    region: str = ""
    """Region, where it is another than that of the call, as of a bucket; empty otherwise."""


def found(type: str, name: str, attributes: Mapping[str, Any], region: str = "") -> Found:  # noqa: A002 - as a node calls it
    """A resource with these attributes, those that are None left out."""
    given = {key: value for key, value in attributes.items() if value is not None}
    return Found(type=type, name=name, attributes=given, region=region)


def snake(word: str) -> str:
    """A name of AWS's in Terraform's spelling, as `kms_key_id` for `KmsKeyId`."""
    return _WORD.sub("_", word).lower()


def snaked(value: Any) -> Any:
    """Data of AWS's with Terraform's spelling of all keys; a structure inside another is a list of one block."""
    if isinstance(value, Mapping):
        return {
            snake(key): [snaked(item)] if isinstance(item, Mapping) else snaked(item) for key, item in value.items()
        }
    if isinstance(value, list):
        return [snaked(item) for item in value]
    return value


def block(**attributes: Any) -> list[dict[str, Any]]:
    """One block of these attributes, those that are None left out."""
    return [{key: value for key, value in attributes.items() if value is not None}]


def tags_of(given: Iterable[Mapping[str, str]] | Mapping[str, str] | None) -> dict[str, str]:
    """Tags as a map, without those that AWS makes itself, from a map or from a list of keys and values."""
    if given is None:
        return {}
    pairs = (
        given.items() if isinstance(given, Mapping) else ((_either(tag, "Key"), _either(tag, "Value")) for tag in given)
    )
    return {key: value for key, value in sorted(pairs) if not key.startswith("aws:")}


def _either(tag: Mapping[str, str], name: str) -> str:
    return next(tag[each] for each in (name, name.lower(), f"Tag{name}") if each in tag)
