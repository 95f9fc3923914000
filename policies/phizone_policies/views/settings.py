"""Single settings by type of resource: where each type keeps one, and what it is set to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from phizone_policies.views.blocks import leaf
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

Paths = Mapping[str, str | tuple[str, ...]]
"""Attribute paths by type, as `{"aws_db_instance": "multi_az"}`."""


def setting(node: Node, path: str) -> Value:
    """The literal value at a path through blocks; None where absent. Raises: UnknownValue."""
    return literal(node, path, leaf(node, path))


def literal(node: Node, path: str, value: Value) -> Value:
    """A value of a node, once it is known that nothing else decides it. Raises: UnknownValue."""
    if isinstance(value, Ref | Template | Unknown):
        reason = f"it is {value.attribute} of {value.address}" if isinstance(value, Ref) else ""
        raise UnknownValue(node.address, path, reason)
    return value


def is_on(value: Value) -> bool:
    """Whether a switch is on; the provider types some of them as text."""
    return value is True or value == "true"


def is_off(value: Value) -> bool:
    """Whether a switch is explicitly off."""
    return value is False or value == "false"


def number(node: Node, path: str) -> float:
    """The number at a path; 0 where absent. Raises: UnknownValue."""
    value = setting(node, path)
    return float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) and value else 0


def given(node: Node, paths: Iterable[str]) -> str:
    """The first of some attributes that have a value; empty where none has. Raises: UnknownValue."""
    return next((path for path in paths if node.get(path) not in (None, "", [])), "")


def reads(*tables: Paths) -> tuple[str, ...]:
    """The attributes, as `type.attribute`, that tables of paths name."""
    found = set()
    for table in tables:
        for kind, paths in table.items():
            found |= {f"{kind}.{path.split('.')[0]}" for path in ((paths,) if isinstance(paths, str) else paths)}
    return tuple(sorted(found))
