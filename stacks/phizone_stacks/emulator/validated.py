"""Calls held to what AWS allows, before they go out: an emulator takes what AWS would refuse.

Enumerations, patterns, lengths and ranges are those of botocore's own models of the services; botocore itself checks
types, required arguments and minima. What the models tell in prose only stands in `phizone_stacks.emulator.documented`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from phizone_stacks.emulator.documented import problem_of
from phizone_stacks.emulator.patterns import pattern_of

_NAMED = 12
"""Allowed values that a message names."""
_SHOWN = 60
"""Characters of a value that a message shows."""
_SIZED = {"string": (str,), "blob": (bytes, bytearray, str), "list": (list, tuple), "map": (dict,)}
"""What has a length, by type in the models."""
_NUMBERS = ("integer", "long", "float", "double")

Problem = tuple[str, str]
"""The path of an argument, and what is wrong with it."""


class Refused(ValueError):
    """AWS would refuse a call for its arguments; the message names the call, each argument and what is allowed."""


def validated(client: Any) -> None:
    """Holds every call of a client to what AWS allows from now on; a call that it does not allow raises Refused."""
    client.meta.events.register("provide-client-params", _hold)


def _hold(params: Mapping[str, Any], model: Any, **_: Any) -> None:
    found = [f"{path} {problem}" for path, problem in problems(model, params)]
    if found:
        raise Refused(f"{model.service_model.service_name}:{model.name}: {'; '.join(found)}")


def problems(model: Any, given: Mapping[str, Any]) -> Iterator[Problem]:
    """What AWS would refuse of the arguments of an operation."""
    if model.input_shape is not None:
        yield from _of(model.service_model.service_name, model.input_shape, given, "")


def left_out(service_model: Any) -> tuple[str, ...]:
    """Patterns of a service that its calls are not held to, since Python has nothing like them, sorted."""
    shapes = (service_model.shape_for(name) for name in service_model.shape_names)
    patterns = {shape.metadata["pattern"] for shape in shapes if "pattern" in shape.metadata}
    return tuple(sorted(each for each in patterns if pattern_of(each) is None))


def _of(service: str, shape: Any, value: Any, path: str) -> Iterator[Problem]:
    """What is wrong with an argument and what is in it; a value of another type than told is botocore's to refuse."""
    if shape.type_name == "structure" and isinstance(value, Mapping) and not shape.is_document_type:
        yield from _of_members(service, shape, value, path)
    elif shape.type_name in _SIZED and isinstance(value, _SIZED[shape.type_name]):
        yield from ((path, told) for told in _of_size(shape, len(value), value))
        yield from _CONTENT[shape.type_name](service, shape, value, path)
    elif shape.type_name in _NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        yield from ((path, told) for told in _of_size(shape, value, value))


def _of_members(service: str, shape: Any, value: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for name, item in value.items():
        if name in shape.members:
            inner = f"{path}.{name}" if path else name
            yield from _of(service, shape.members[name], item, inner)
            told = problem_of(service, shape.name, name, item)
            if told:
                yield inner, f"is {_shown(shape.members[name], item)}; {told}"


def _of_items(service: str, shape: Any, value: Any, path: str) -> Iterator[Problem]:
    for number, item in enumerate(value):
        yield from _of(service, shape.member, item, f"{path}[{number}]")


def _of_entries(service: str, shape: Any, value: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for key, item in value.items():
        yield from _of(service, shape.key, key, f"{path} (key)")
        yield from _of(service, shape.value, item, f"{path}.{key}")


def _of_text(service: str, shape: Any, value: str, path: str) -> Iterator[Problem]:
    if shape.enum and value not in shape.enum:
        yield path, f"is {_shown(shape, value)}; allowed are {_named(shape.enum)}"
    pattern = pattern_of(shape.metadata.get("pattern", ""))
    if "pattern" in shape.metadata and pattern is not None and not pattern.fullmatch(value):
        yield path, f"is {_shown(shape, value)}; allowed is what matches {shape.metadata['pattern']}"


def _of_nothing(service: str, shape: Any, value: Any, path: str) -> Iterator[Problem]:
    yield from ()


_CONTENT: Mapping[str, Callable[[str, Any, Any, str], Iterator[Problem]]] = {
    "string": _of_text,
    "blob": _of_nothing,
    "list": _of_items,
    "map": _of_entries,
}


def _of_size(shape: Any, size: float, value: Any) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and size < least) or (most is not None and size > most):
        what = "length" if shape.type_name in _SIZED else "value"
        limits = [f"{word} {limit}" for word, limit in (("at least", least), ("at most", most)) if limit is not None]
        told = f"of length {size}" if what == "length" else _shown(shape, value)
        yield f"is {told}; allowed is a {what} of {' and '.join(limits)}"


def _shown(shape: Any, value: Any) -> str:
    """A value, shortened; never one that AWS calls sensitive."""
    if shape.metadata.get("sensitive"):
        return "a sensitive value"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _named(allowed: list[str]) -> str:
    more = len(allowed) - _NAMED
    return ", ".join(allowed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
