"""Attribute values: plain data, references to other resources, text that holds references, and the unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """The value that another resource's attribute will have."""

    address: str
    """Address of the resource that is referred to."""
    attribute: str
    """Attribute path in Terraform's words, as `arn` or `vpc_config.0.subnet_ids`."""


@dataclass(frozen=True, slots=True)
class Template:
    """Text that holds references: literal pieces and `Ref`s in order, no two literals side by side."""

    parts: tuple[str | Ref, ...]
    """The pieces; at least one is a `Ref`, and a lone `Ref` is written as that `Ref` itself."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody knows before apply and that is not some resource's whole attribute."""

    reason: str = field(default="", compare=False)
    """Why it is unknown, for the reader; two unknowns with other reasons are equal, and JSON does not keep it."""


Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"] | Ref | Template | Unknown
"""What an attribute can hold."""


def references(value: Value) -> Iterator[Ref]:
    """Every `Ref` in a value, in reading order, repeated as often as it stands there."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Template):
        yield from (part for part in value.parts if isinstance(part, Ref))
    elif isinstance(value, dict):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def unknown_paths(value: Value, path: str = "") -> Iterator[str]:
    """The path of every `Unknown` in a value, as `rule.0.sse_algorithm`."""
    if isinstance(value, Unknown):
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from unknown_paths(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknown_paths(item, f"{path}.{index}" if path else str(index))


def template(parts: list[str | Ref]) -> str | Ref | Template:
    """The shortest value that reads as these pieces one after the other."""
    merged: list[str | Ref] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if not merged:
        return ""
    if len(merged) == 1:
        return merged[0]
    return Template(tuple(merged))


def map_references(value: Value, change: Callable[[Ref], Ref | str]) -> Value:
    """The same value with every `Ref` put through `change`."""
    if isinstance(value, Ref):
        return change(value)
    if isinstance(value, Template):
        return template([change(part) if isinstance(part, Ref) else part for part in value.parts])
    if isinstance(value, dict):
        return {key: map_references(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [map_references(item, change) for item in value]
    return value
