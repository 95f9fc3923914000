"""Terraform JSON as Python text: calls of typed structs where the bindings have them, plain literals elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from phizone_stacks.cdktf.bindings import Binding

INDENT = "    "


class Unfit(ValueError):
    """The bindings have no argument for an attribute, or one that does not take the value; the message names it."""


def literal(value: Any) -> str:
    """JSON as a Python literal on one line."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return repr(value)


def call(path: str, first: Sequence[str], arguments: Mapping[str, str], indent: str = "") -> str:
    """A call with an argument a line."""
    inner = indent + INDENT
    lines = [*first, *(f"{name}={text}" for name, text in arguments.items())]
    return f"{path}(\n" + "".join(f"{inner}{line},\n" for line in lines) + f"{indent})"


def typed(binding: Binding, body: Mapping[str, Any], struct: str, indent: str) -> dict[str, str]:
    """The arguments of a struct that a block sets, as Python text by name. Raises: Unfit."""
    found: dict[str, str] = {}
    for attribute, value in body.items():
        # The construct writes null by itself where it must stand.
        if value is None:
            continue
        argument = binding.argument(struct, attribute)
        if argument is None:
            raise Unfit(f"{attribute} of {struct}")
        found[argument.name] = _Writer(binding, attribute).text(argument.takes, value, indent + INDENT)
    return found


class _Writer:
    def __init__(self, binding: Binding, attribute: str) -> None:
        self._binding = binding
        self._attribute = attribute

    def text(self, takes: str, value: Any, indent: str) -> str:
        if takes == "a":
            return literal(value)
        if takes.startswith("["):
            return self._list(takes[1:-1], value, indent)
        if takes.startswith("{"):
            return self._map(takes[1:-1], value, indent)
        if "." in takes:
            return self._struct(takes, value, indent)
        return self._plain(takes, value)

    def _plain(self, takes: str, value: Any) -> str:
        if takes == "s" and isinstance(value, str):
            return literal(value)
        if takes == "b" and isinstance(value, bool):
            return literal(value)
        if takes == "n" and isinstance(value, int | float) and not isinstance(value, bool):
            return literal(value)
        if takes in "nb" and _interpolated(value):
            return f"Token.as_{'number' if takes == 'n' else 'any'}({literal(value)})"
        raise Unfit(f"{self._attribute}: {literal(value)}")

    def _list(self, takes: str, value: Any, indent: str) -> str:
        if takes == "s" and _interpolated(value):
            return f"Token.as_list({literal(value)})"
        if not isinstance(value, list):
            raise Unfit(f"{self._attribute}: {literal(value)}")
        items = [self.text(takes, item, indent + INDENT) for item in value]
        if not items:
            return "[]"
        return "[\n" + "".join(f"{indent}{INDENT}{item},\n" for item in items) + f"{indent}]"

    def _map(self, takes: str, value: Any, indent: str) -> str:
        if not isinstance(value, Mapping):
            raise Unfit(f"{self._attribute}: {literal(value)}")
        items = {key: self.text(takes, item, indent + INDENT) for key, item in value.items()}
        if not items:
            return "{}"
        lines = (f"{indent}{INDENT}{literal(key)}: {item},\n" for key, item in items.items())
        return "{\n" + "".join(lines) + f"{indent}}}"

    def _struct(self, path: str, value: Any, indent: str) -> str:
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        if not isinstance(one, Mapping):
            raise Unfit(f"{self._attribute}: {literal(value)}")
        return call(path, (), typed(self._binding, one, path, indent), indent)


def _interpolated(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("${") and value.endswith("}")
