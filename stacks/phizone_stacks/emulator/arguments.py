"""Arguments of a call from attributes of Terraform's: what the operation takes, under AWS's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_stacks.live.found import snake


def arguments(client: Any, operation: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an operation, as `CreateDomain`, that attributes give; what it does not take is left out."""
    found: dict[str, Any] = _of(client.meta.service_model.operation_model(operation).input_shape, attributes)
    return found


def _of(shape: Any, value: Any) -> Any:
    if shape.type_name == "structure":
        # Terraform writes a structure as a list of one block.
        given = value[0] if isinstance(value, list) else value
        members = ((key, member, given.get(snake(key))) for key, member in shape.members.items())
        return {key: _of(member, item) for key, member, item in members if item is not None}
    if shape.type_name == "list":
        return [_of(shape.member, item) for item in value]
    return value
