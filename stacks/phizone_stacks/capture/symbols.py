"""Unknown text, lists, maps and booleans as the program meets them.

They behave as `str`, `list` and `dict` where the answer does not depend on what is unknown. A part of an unknown text
is unknown text again; a test on it is written down, since its answer is a guess; an unknown boolean refuses to be one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, SupportsIndex

from phizone_stacks.capture.tokens import Origin, Registry

SPLAT = "*"
"""Path step that stands for every element of a list or every value of a map."""
BOOLEAN = "a boolean"
"""How the origin of a symbolic boolean is marked."""
KEY = "*key"
"""Path step that stands for every key of a map."""


class DecidedOnUnknown(Exception):
    """A program decided on a value that is not known before apply."""


class SymbolicText(str):
    """Text that is known only after apply: a token that answers text operations with tokens."""

    __slots__ = ("_origin", "_registry")
    _origin: Origin
    _registry: Registry

    def __new__(cls, registry: Registry, origin: Origin) -> SymbolicText:
        """The token of `origin`, remembered in `registry`."""
        text = super().__new__(cls, registry.add_text(origin))
        text._origin = origin
        text._registry = registry
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return (str, (str(self),))

    def _part(self, operation: str) -> SymbolicText:
        done = f"{self._origin.derived}.{operation}" if self._origin.derived else operation
        return SymbolicText(self._registry, Origin(self._origin.urn, self._origin.path, done))

    def _parts(self, operation: str) -> SymbolicList:
        origin = Origin(self._origin.urn, self._origin.path, operation)
        return SymbolicList(self._registry, origin, lambda step: self._part(f"{operation}[{step}]"))

    def _three(self, operation: str) -> tuple[str, str, str]:
        return (self._part(f"{operation}[0]"), self._part(f"{operation}[1]"), self._part(f"{operation}[2]"))

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if not isinstance(key, slice):
            return self._part(f"[{key}]")
        bounds = (key.start, key.stop) if key.step is None else (key.start, key.stop, key.step)
        return self._part("[" + ":".join("" if bound is None else str(bound) for bound in bounds) + "]")

    def __bool__(self) -> bool:
        return True  # no id, name or ARN of AWS is empty

    def __len__(self) -> int:
        self._registry.decide_in(sys._getframe(1), "len()", self._origin)
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        if self is not other:
            self._registry.decide_in(sys._getframe(1), f"== {other!r}", self._origin)
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        if self is not other:
            self._registry.decide_in(sys._getframe(1), f"!= {other!r}", self._origin)
        return super().__ne__(other)

    __hash__ = str.__hash__

    def __contains__(self, key: object) -> bool:
        self._registry.decide(f"{key!r} in", self._origin)
        return super().__contains__(key) if isinstance(key, str) else False

    def split(self, *args: Any, **kwargs: Any) -> Any:
        """Unknown pieces."""
        return self._parts(f"split{args!r}")

    def rsplit(self, *args: Any, **kwargs: Any) -> Any:
        """Unknown pieces."""
        return self._parts(f"rsplit{args!r}")

    def splitlines(self, keepends: bool = False) -> Any:
        """Unknown lines."""
        return self._parts("splitlines()")

    def partition(self, sep: str) -> tuple[str, str, str]:
        """Three unknown pieces."""
        return self._three(f"partition({sep!r})")

    def rpartition(self, sep: str) -> tuple[str, str, str]:
        """Three unknown pieces."""
        return self._three(f"rpartition({sep!r})")


def _unknown_text(name: str) -> Callable[..., str]:
    def operation(self: SymbolicText, *args: Any) -> str:
        return self._part(f"{name}{args!r}")

    operation.__doc__ = "Unknown text."
    return operation


def _guess(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def operation(self: SymbolicText, *args: Any) -> Any:
        self._registry.decide(f"{name}{args!r}", self._origin)
        return original(str(self), *args)

    operation.__doc__ = "The token's answer, written down as a guess."
    return operation


_PARTS = [
    "removeprefix",
    "removesuffix",
    "replace",
    "upper",
    "title",
    "capitalize",
    "swapcase",
    "translate",
    "expandtabs",
]
_STRIPS = ["strip", "lstrip", "rstrip"]
_TESTS = [
    "startswith",
    "endswith",
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "isdigit",
    "isnumeric",
    "isalpha",
    "isalnum",
]
for _name in _PARTS:
    setattr(SymbolicText, _name, _unknown_text(_name))
for _name in _TESTS:
    setattr(SymbolicText, _name, _guess(_name, getattr(str, _name)))
for _name in _STRIPS:
    # Without characters to strip only white space goes, and no id, name or ARN of AWS begins or ends with any.
    setattr(SymbolicText, _name, lambda self, *args, _n=_name: self._part(f"{_n}{args!r}") if args else self)


class SymbolicList(list[Any]):
    """A list of unknown length: any index answers, and a walk over it meets one element that stands for all."""

    def __init__(self, registry: Registry, origin: Origin, element: Callable[[int | str], Any]) -> None:
        super().__init__([element(SPLAT)])
        self._registry = registry
        self._origin = origin
        self._element = element

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key) if isinstance(key, slice) else self._element(int(key))

    def __len__(self) -> int:
        self._registry.decide_in(sys._getframe(1), "len()", self._origin)
        return super().__len__()

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        self._registry.decide_in(sys._getframe(1), "for each element", self._origin)
        return super().__iter__()

    def __reduce__(self) -> tuple[Any, ...]:
        return (list, (list(self),))


class SymbolicMap(dict[str, Any]):
    """A map of unknown keys: any key answers, and a walk over it meets one key and one value that stand for all."""

    def __init__(self, registry: Registry, origin: Origin, key: str, value: Callable[[str], Any]) -> None:
        super().__init__({key: value(SPLAT)})
        self._registry = registry
        self._origin = origin
        self._value = value

    def __len__(self) -> int:
        self._registry.decide_in(sys._getframe(1), "len()", self._origin)
        return super().__len__()

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        self._registry.decide_in(sys._getframe(1), "for each key", self._origin)
        return super().__iter__()

    def items(self) -> Any:
        """The one pair that stands for all."""
        self._registry.decide_in(sys._getframe(1), "for each item", self._origin)
        return super().items()

    def __missing__(self, key: str) -> Any:
        return self._value(key)

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: str, default: Any = None) -> Any:
        """The unknown value of a key; never the default, since nobody knows the key to be absent."""
        return self[key]

    def __reduce__(self) -> tuple[Any, ...]:
        return (dict, (dict(self),))


class SymbolicBoolean(SymbolicText):
    """A boolean inside a larger value that is known only after apply: it can be passed on and not be decided on."""

    __slots__ = ()

    def __new__(cls, registry: Registry, origin: Origin) -> SymbolicBoolean:
        """The token of `origin`, marked as a boolean."""
        return super().__new__(cls, registry, Origin(origin.urn, origin.path, BOOLEAN))  # type: ignore[return-value]

    def __bool__(self) -> bool:
        raise DecidedOnUnknown(f"{self._origin} is not known before apply; do not branch on it")


class StackOutputs(dict[str, Any]):
    """The outputs of an earlier stack: asking for one it does not have is an error that names it."""

    def __init__(self, stack: str, outputs: Mapping[str, Any], asked: Mapping[str, str]) -> None:
        super().__init__(outputs)
        self._stack = stack
        self._asked = asked

    def __missing__(self, key: str) -> Any:
        have = ", ".join(sorted(self)) or "none"
        where = f"{self._asked[key]}: " if self._asked.get(key) else ""
        raise MissingStackOutput(
            f"{where}stack {self._stack} has no output {key!r}; it has {have}; export it there or ask for another"
        )

    def get(self, key: str, default: Any = None) -> Any:
        """As `[key]`: an output that is missing is an error, not None."""
        return self[key]


class MissingStackOutput(KeyError):
    """A program asks an earlier stack for an output that it does not export."""

    def __str__(self) -> str:
        return str(self.args[0])
