"""Property maps and output paths from Pulumi's names to Terraform's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from phizone_stacks.translation.load import schema
from phizone_stacks.translation.names import snake
from phizone_stacks.translation.schema import Field, Kind, Shape

_MANY = (Kind.LIST, Kind.SET)


def to_terraform(terraform_type: str, properties: Mapping[str, object]) -> dict[str, object]:
    """`properties` under Terraform's names at every depth, blocks as lists of objects.

    Keys of maps, leaves of any class and the values of unknown properties stay as they are; an unknown property is
    kept under its snake_case name. Anything but a dict in the place of an object stands for the whole and is kept.

    Raises:
        UnknownType: the data does not hold the type.
    """
    return _object(schema(terraform_type).fields, properties)


def _object(fields: Mapping[str, Field], properties: Mapping[str, object]) -> dict[str, object]:
    translated: dict[str, object] = {}
    for name, value in properties.items():
        field = fields.get(name)
        if field is None:
            translated[snake(name)] = value
        else:
            translated[field.name] = _single(field.shape, value) if field.single else _value(field.shape, value)
    return translated


def _value(shape: Shape, value: object) -> object:
    if isinstance(value, dict):
        if shape.fields is not None:
            return _object(shape.fields, value)
        if shape.kind is Kind.MAP and shape.element is not None:
            element = shape.element
            return {key: _value(element, each) for key, each in value.items()}
    elif isinstance(value, list | tuple) and shape.kind in _MANY and shape.element is not None:
        element = shape.element
        return [_value(element, each) for each in value]
    return value


def _single(shape: Shape, value: object) -> object:
    """The list Terraform has where Pulumi gives its one member."""
    if value is None or shape.element is None or isinstance(value, list | tuple):
        return _value(shape, value)
    if shape.element.kind is Kind.OBJECT and not isinstance(value, dict):
        return value
    return [_value(shape.element, value)]


def attribute_path(terraform_type: str, path: Sequence[str | int]) -> str:
    """The Terraform path of a Pulumi output, as `vpc_config.0.subnet_ids.0` of `("vpcConfig", "subnetIds", 0)`.

    A path that ends at a whole block names the block's list, a path that ends at a text which Terraform has in a list
    of one names that text.

    Raises:
        UnknownType: the data does not hold the type.
    """
    shape: Shape | None = Shape(Kind.OBJECT, None, schema(terraform_type).fields)
    names: list[str] = []
    for position, segment in enumerate(path):
        field = shape.fields.get(segment) if shape and shape.fields and isinstance(segment, str) else None
        if field is None:
            names.append(snake(segment) if isinstance(segment, str) and _is_name(shape) else str(segment))
            shape = shape.element if shape else None
            continue
        names.append(field.name)
        shape = field.shape
        following = path[position + 1] if position + 1 < len(path) else None
        if field.single and shape.element is not None and _steps_inside(shape.element, following):
            names.append("0")
            shape = shape.element
    return ".".join(names)


def _is_name(shape: Shape | None) -> bool:
    """False for the keys of a map, which are the user's."""
    return shape is None or shape.kind is not Kind.MAP


def _steps_inside(element: Shape, following: str | int | None) -> bool:
    if following is None:
        return element.kind is not Kind.OBJECT
    return isinstance(following, str)
