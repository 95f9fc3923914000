"""A resource's inputs in Terraform's words, what the provider filled in marked as such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_policies.pack.told import Default, Told, bare
from phizone_stacks.translation import Field, Kind, Shape, UnknownType, schema, terraform_type, to_terraform
from phizone_stacks.translation.names import snake

_DEFAULTS = "__defaults"
_INTERNAL = "__"


def type_of(token: str) -> str:
    """The Terraform type of a token, or the token where the two providers have no pair for it."""
    return terraform_type(token) or token


def fields_of(kind: str) -> Mapping[str, Field]:
    """The fields of a type by Pulumi name; none for a token without a pair."""
    try:
        return schema(kind).fields
    except UnknownType:
        return {}


def attributes(told: Told) -> dict[str, Any]:
    """The attributes under the names that the graph has them by."""
    kind = type_of(told.token)
    marked = _object(fields_of(kind), told.properties)
    try:
        return to_terraform(kind, marked)
    except UnknownType:
        return {snake(name): value for name, value in marked.items()}


def _object(fields: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """An object with the schema's keys: what `__defaults` names is the provider's, other `__` keys the engine's."""
    listed = bare(given.get(_DEFAULTS))
    filled = {name for name in listed if isinstance(name, str)} if isinstance(listed, list) else set()
    found: dict[str, Any] = {}
    for name, value in given.items():
        if not name.startswith(_INTERNAL):
            shaped = _value(fields[name].shape, value) if name in fields else value
            found[name] = Default(shaped) if name in filled else shaped
    return found


def _value(shape: Shape | None, value: Any) -> Any:
    """The same below an attribute; the keys of a map are the program's, so that none but an empty list goes."""
    if shape is None:
        return value
    if isinstance(value, list):
        return [_value(shape.element, each) for each in value]
    if not isinstance(value, dict):
        return value
    if shape.kind is Kind.MAP:
        return {key: _value(shape.element, each) for key, each in value.items() if (key, each) != (_DEFAULTS, [])}
    # Pulumi gives the one member of a list or set by itself.
    inner = shape if shape.fields is not None else shape.element
    return _object(inner.fields, value) if inner is not None and inner.fields is not None else value
