"""Values inside nested blocks, in single or list form."""

from __future__ import annotations

from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Unknown, Value


def leaves(node: Node, path: str) -> list[Value]:
    """Every value at a path as `rule.copy_action.destination_vault_arn`, through blocks that may repeat.

    Raises: UnknownValue where a value, or a block around it, is unknown.
    """
    head, *steps = path.split(".")
    values = _flat(node.get(head))
    for step in steps:
        if any(isinstance(value, (Ref, Unknown)) for value in values):
            raise UnknownValue(node.address, path, "a block around it is unknown")
        values = [each for value in values if isinstance(value, dict) for each in _flat(value.get(step))]
    if any(isinstance(value, Unknown) for value in values):
        raise UnknownValue(node.address, path)
    return values


def leaf(node: Node, path: str) -> Value:
    """The value at a path through blocks that occur at most once; None where absent. Raises: UnknownValue."""
    found = leaves(node, path)
    return found[0] if found else None


def inside(node: Node, block: dict[str, Value], key: str) -> Value:
    """The value at a key of one of a node's blocks; None where absent. Raises: UnknownValue."""
    value = block.get(key)
    if isinstance(value, Unknown):
        raise UnknownValue(node.address, key, value.reason)
    return value


def _flat(value: Value) -> list[Value]:
    return [] if value is None else value if isinstance(value, list) else [value]
