"""Spelling of names: Pulumi's camelCase and Terraform's snake_case."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(name: str) -> str:
    """`name` in snake_case, right for all Terraform names but those the data spells out."""
    return _BOUNDARY.sub("_", name).lower()


def camel(name: str) -> str:
    """`name` in camelCase, as Pulumi names an attribute it does not rename."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
