"""Answers of AWS in the shape of a Terraform type: what the schema has, under its names and in its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from phizone_stacks.live.found import snake
from phizone_stacks.translation.load import schema
from phizone_stacks.translation.schema import Field, Kind, Shape

_LISTS = (Kind.LIST, Kind.SET)


def shaped(kind: str, answer: Mapping[str, Any], words: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The attributes of a type that an answer tells; `words` has Terraform's name where it is not AWS's in snake case.

    What Terraform has no attribute for is left out, and so are times, which are not the same twice.
    """
    return _object(schema(kind).fields, answer, words or {})


def _object(fields: Mapping[str, Field], answer: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    shapes = {field.name: field.shape for field in fields.values()}
    found: dict[str, Any] = {}
    for key, value in answer.items():
        name = words.get(key, snake(key))
        if name in shapes and value is not None and not isinstance(value, datetime):
            found[name] = _value(shapes[name], value, words)
    return found


def _value(shape: Shape, value: Any, words: Mapping[str, str]) -> Any:
    if shape.kind in _LISTS and shape.element is not None:
        # A structure of AWS's is a list of one block in Terraform.
        items = value if isinstance(value, list) else [value]
        return [_value(shape.element, item, words) for item in items]
    if shape.kind is Kind.OBJECT and isinstance(value, Mapping):
        return _object(shape.fields or {}, value, words)
    return value
