"""Attribute values as Terraform's JSON syntax writes them: literal text escaped, references interpolated.

Source: Terraform's documentation, "JSON Configuration Syntax" and "Strings and Templates".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown, Value
from phizone_stacks.terraform.names import resource_address
from phizone_stacks.translation import UnknownType, schema
from phizone_stacks.translation.schema import Kind, Shape

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_DOLLARS = re.compile(r"\$+\Z")

Spell = Callable[[Ref], str]
"""Says a reference as an expression without its braces, as `aws_kms_key.audit.arn`."""


class Unexportable(ValueError):
    """The graph holds what Terraform cannot say, or what nobody knows; the message names it and says what to do."""


def literal(text: str) -> str:
    """Text that Terraform reads as just this text."""
    return text.replace("${", "$${").replace("%{", "%%{")


def written(value: Value, spell: Spell) -> Any:
    """A value as JSON that Terraform reads as this value. Raises: ValueError for an unknown."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Ref):
        return f"${{{spell(value)}}}"
    if isinstance(value, Template):
        return "".join(_part(value.parts, position, spell) for position in range(len(value.parts)))
    if isinstance(value, dict):
        return {literal(key): written(item, spell) for key, item in value.items()}
    if isinstance(value, list):
        return [written(item, spell) for item in value]
    if isinstance(value, Unknown):
        raise ValueError("an unknown value has no expression")
    return value


def _part(parts: tuple[str | Ref, ...], position: int, spell: Spell) -> str:
    part = parts[position]
    if isinstance(part, Ref):
        return f"${{{spell(part)}}}"
    dollars = _DOLLARS.search(part)
    if dollars is None or position + 1 == len(parts):
        return literal(part)
    # A dollar before an interpolation would turn its braces into text.
    return f'{literal(part[: dollars.start()])}${{"{dollars[0]}"}}'


def attribute(node: Node, path: str) -> str:
    """An attribute of a node in the same root, as `aws_vpc.main.subnet[0].id` for the path `subnet.0.id`.

    Raises: Unexportable for a member of a set other than its only one: sets have no order.
    """
    expression = resource_address(node)
    shape = _shape(node, path.split(".")[0])
    for number, step in enumerate(path.split(".")):
        inside = shape if number else None
        if inside is not None and inside.kind is Kind.SET and step.isdigit():
            if step != "0":
                raise Unexportable(f"{node.address}: {path} is the {step}. member of a set, and sets have no order")
            expression = f"one({expression})"
        elif number and step.isdigit():
            expression = f"{expression}[{step}]"
        elif _IDENTIFIER.fullmatch(step):
            expression = f"{expression}.{step}"
        else:
            expression = f"{expression}[{json.dumps(literal(step), ensure_ascii=False)}]"
        shape = _inner(inside, step) if number else shape
    return expression


def _shape(node: Node, name: str) -> Shape | None:
    try:
        fields = schema(node.type.removeprefix("data.")).fields
    except UnknownType:
        return None
    return next((field.shape for field in fields.values() if field.name == name), None)


def _inner(shape: Shape | None, step: str) -> Shape | None:
    if shape is None or shape.fields is None:
        return None if shape is None else shape.element
    return next((field.shape for field in shape.fields.values() if field.name == step), None)
