"""A request's properties as plain Python: what protobuf's Struct holds, whole numbers as integers."""

from __future__ import annotations

from typing import Any

from google.protobuf import struct_pb2


def plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """The fields of a Struct; a property that is null is not there."""
    return {
        name: _plain(value)
        for name, value in struct.fields.items()
        if value.WhichOneof("kind") not in ("null_value", None)
    }


def _plain(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [_plain(item) for item in value.list_value.values]
    if kind == "struct_value":
        return plain(value.struct_value)
    return None
