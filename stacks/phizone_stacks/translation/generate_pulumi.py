"""The resource classes of the installed pulumi_aws: their tokens, inputs, outputs and nested types."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import sys
import types
import typing
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pulumi import Output
from pulumi._types import (  # Pulumi publishes no other way to ask a class for its wire names.
    input_type_types,
    is_input_type,
    is_output_type,
    output_type_types,
    resource_types,
)

_MODULES = re.compile(r'resource_modules="""(.*?)"""', re.DOTALL)
_SCALARS: dict[object, str] = {str: "string", int: "number", float: "number", bool: "bool"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a Pulumi property takes."""

    kind: str
    """One of string, number, bool, any, list, map and object."""
    element: Shape | None = None
    """The shape of the members of a list or map."""
    classes: tuple[type, ...] = ()
    """The input and output classes of an object."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a resource or of a nested object."""

    shape: Shape
    """What values it takes."""
    is_input: bool
    """True where a program may give it."""


Properties = Mapping[str, Property]
"""The properties of a resource or of a nested object by Pulumi name."""


def merged(first: Shape, second: Shape) -> Shape:
    """One shape for what a property takes and what it gives back."""
    if first.kind != second.kind:
        return second if first.kind == "any" else first
    element = merged(first.element, second.element) if first.element and second.element else first.element
    return Shape(first.kind, element, tuple(dict.fromkeys(first.classes + second.classes)))


def _alternatives(hint: object) -> Iterator[object]:
    """The types a value may have, without the wrappers of inputs, outputs and options."""
    origin = typing.get_origin(hint)
    if origin is typing.Union or origin is types.UnionType or origin is Output:
        for argument in typing.get_args(hint):
            yield from _alternatives(argument)
    elif hint is not type(None) and getattr(origin, "__name__", "") != "Awaitable" and not typing.is_typeddict(hint):
        yield hint


def _shape(hint: object) -> Shape:
    choices = [_single(choice) for choice in _alternatives(hint)]
    # A policy is text or a document object: Terraform takes the text.
    return next((choice for choice in choices if choice.kind == "string"), (choices or [Shape("any")])[0])


def _single(hint: object) -> Shape:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _SCALARS:
        return Shape(_SCALARS[hint])
    if isinstance(hint, type) and (is_input_type(hint) or is_output_type(hint)):
        return Shape("object", None, (hint,))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Shape("map", _shape(arguments[1]))
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return Shape("list", _shape(arguments[0]))
    # Assets, archives and enumerations travel as text.
    return Shape("string" if isinstance(hint, type) else "any")


def properties(shape: Shape) -> dict[str, Property]:
    """The properties of an object, from its input and output classes together."""
    inputs = [input_type_types(each) for each in shape.classes if is_input_type(each)]
    outputs = [output_type_types(each) for each in shape.classes if is_output_type(each)]
    return _joined(inputs, outputs)


def _joined(inputs: Sequence[Mapping[str, type]], outputs: Sequence[Mapping[str, type]]) -> dict[str, Property]:
    joined: dict[str, Property] = {}
    for hints, is_input in [*((hints, True) for hints in inputs), *((hints, False) for hints in outputs)]:
        for name, hint in hints.items():
            shape, before = _shape(hint), joined.get(name)
            joined[name] = (
                Property(merged(before.shape, shape), before.is_input) if before else Property(shape, is_input)
            )
    return joined


def _arguments(resource: type) -> type:
    """The class of a resource's inputs: the first public name of its module, `XArgs` or `XInitArgs`."""
    module = sys.modules[resource.__module__]
    found = getattr(module, next(name for name in module.__all__ if name.endswith("Args")))
    if not isinstance(found, type):
        raise TypeError(f"{resource.__module__} gives no argument class for {resource.__name__}")
    return found


def read_resource(resource: type) -> Properties:
    """What the class `resource` takes and gives."""
    return _joined([input_type_types(_arguments(resource))], [resource_types(resource)])


def _classes() -> Iterator[tuple[str, type]]:
    spec = importlib.util.find_spec("pulumi_aws")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pulumi_aws is not installed")
    found = _MODULES.search(Path(spec.origin).read_text(encoding="utf-8"))
    if found is None:
        raise LookupError(f"{spec.origin} registers no resource modules")
    for entry in json.loads(found[1]):
        for token, name in entry["classes"].items():
            yield token, getattr(importlib.import_module(entry["fqn"]), name)


def read_pulumi() -> dict[str, Properties]:
    """Every resource class of pulumi_aws by token."""
    with warnings.catch_warnings():
        # Deprecated classes warn when their module is imported.
        warnings.simplefilter("ignore")
        return {token: read_resource(resource) for token, resource in sorted(_classes())}
