"""The outputs of a resource before apply: one symbol for each, of the shape that the resource's class declares."""

from __future__ import annotations

import enum
import inspect
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from pulumi import Resource, _types

from phizone_stacks.capture.anything import Anything, GuessedBoolean
from phizone_stacks.capture.symbols import KEY, SymbolicBoolean, SymbolicList, SymbolicMap, SymbolicText
from phizone_stacks.capture.tokens import Origin, Registry

Path = tuple[str | int, ...]
Shape = Callable[[Registry, str, Path], Any]
"""Makes the symbol for a path of a URN."""
_DEEPEST = 4  # objects within objects: some types, as WAF statements, contain themselves


def symbols(cls: type | None, registry: Registry, urn: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs that a class declares and the program has not given, by Pulumi name; the engine adds the given ones.

    Booleans and enums are left out: Pulumi then holds them for unknown and runs no `apply` on them.
    """
    return {name: make(registry, urn, (name,)) for name, make in _shapes(cls) if name not in given}


def results(declared: type, registry: Registry, urn: str) -> dict[str, Any]:
    """What a provider function answers by its declared result type, as symbols by Pulumi name."""
    shapes = ((name, _shape(field, 0)) for name, field in sorted(_types.output_type_types(declared).items()))
    return {name: shape(registry, urn, (name,)) for name, shape in shapes if shape is not None}


@cache
def _shapes(cls: type | None) -> tuple[tuple[str, Shape], ...]:
    if cls is None:
        return ()
    found = ((name, _shape(declared, 0)) for name, declared in sorted(_types.resource_types(cls).items()))
    return tuple((name, shape) for name, shape in found if shape is not None and shape is not _boolean)


def _text(registry: Registry, urn: str, path: Path) -> Any:
    return SymbolicText(registry, Origin(urn, path))


def _anything(registry: Registry, urn: str, path: Path) -> Any:
    return (Anything if registry.lenient else SymbolicText)(registry, Origin(urn, path))


def _number(registry: Registry, urn: str, path: Path) -> Any:
    return registry.add_number(Origin(urn, path))


def _real(registry: Registry, urn: str, path: Path) -> Any:
    return float(registry.add_number(Origin(urn, path)))


def _boolean(registry: Registry, urn: str, path: Path) -> Any:
    return (GuessedBoolean if registry.lenient else SymbolicBoolean)(registry, Origin(urn, path))


def _shape(declared: Any, depth: int) -> Shape | None:
    plain = _types.unwrap_type(declared)
    if plain is bool:
        return _boolean
    if plain in (int, float):
        return _number if plain is int else _real
    if plain is str:
        return _text
    if plain in (typing.Any, dict, list) or get_origin(plain) is typing.Union or _is_resource(plain):
        return _anything
    if inspect.isclass(plain) and issubclass(plain, enum.Enum):
        return None
    if depth > _DEEPEST:
        return None
    if _types.is_output_type(plain):
        return _object_shape(plain, depth)
    return _container_shape(plain, depth)


def _is_resource(declared: Any) -> bool:
    return inspect.isclass(declared) and issubclass(declared, Resource)


def _container_shape(declared: Any, depth: int) -> Shape | None:
    origin, arguments = get_origin(declared), get_args(declared)
    if not inspect.isclass(origin):
        return None
    if issubclass(origin, Mapping):
        value = _shape(arguments[1], depth) if len(arguments) == 2 else _anything
        return _map_shape(value) if value else None
    element = _shape(arguments[0], depth) if arguments else _anything
    return _list_shape(element) if element else None


def _list_shape(element: Shape) -> Shape:
    def make(registry: Registry, urn: str, path: Path) -> Any:
        return SymbolicList(registry, Origin(urn, path), lambda step: element(registry, urn, (*path, step)))

    return make


def _map_shape(value: Shape) -> Shape:
    def make(registry: Registry, urn: str, path: Path) -> Any:
        key = SymbolicText(registry, Origin(urn, (*path, KEY)))
        return SymbolicMap(registry, Origin(urn, path), key, lambda step: value(registry, urn, (*path, step)))

    return make


def _object_shape(declared: Any, depth: int) -> Shape:
    types = _types.output_type_types(declared)
    shapes = [(name, _shape(field, depth + 1)) for name, field in sorted(types.items())]

    def make(registry: Registry, urn: str, path: Path) -> Any:
        fields = {name: shape(registry, urn, (*path, name)) for name, shape in shapes if shape is not None}
        return _types.output_type_from_dict(declared, fields)

    return make
