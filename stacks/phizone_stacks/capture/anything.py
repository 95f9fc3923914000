"""Unknown values of which nobody declared the shape, and booleans that a look-up answers, as other people use them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

from phizone_stacks.capture.symbols import SPLAT, SymbolicBoolean, SymbolicText
from phizone_stacks.capture.tokens import Origin, Registry


class Anything(SymbolicText):
    """An unknown value of unknown shape: text, a map with every key, a list with every index, or an object."""

    __slots__ = ()

    def __new__(cls, registry: Registry, origin: Origin) -> Anything:
        """The token of `origin`, remembered in `registry`."""
        return super().__new__(cls, registry, origin)  # type: ignore[return-value]

    def _child(self, step: str | int) -> Anything:
        return Anything(self._registry, Origin(self._origin.urn, (*self._origin.path, step), self._origin.derived))

    def __getitem__(self, key: Any) -> Any:
        return self._child(key) if isinstance(key, str | int) else super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._child(name)

    def __iter__(self) -> Iterator[Any]:
        self._registry.decide_in(sys._getframe(1), "for each element", self._origin)
        return iter([self._child(SPLAT)])

    def __int__(self) -> int:
        return self._registry.add_number(self._origin)

    def __float__(self) -> float:
        return float(int(self))

    def get(self, key: str, default: Any = None) -> Any:
        """The unknown value of a key; never the default, since nobody knows the key to be absent."""
        return self._child(key)

    def keys(self) -> list[Any]:
        """One unknown key that stands for all."""
        return list(self)

    def values(self) -> list[Any]:
        """One unknown value that stands for all."""
        return list(self)

    def items(self) -> list[tuple[Any, Any]]:
        """One unknown pair that stands for all."""
        return [(each, each) for each in self]


class GuessedBoolean(SymbolicBoolean):
    """A boolean of a look-up: it passes for one, and a program that decides on it is written down."""

    __slots__ = ()

    def __bool__(self) -> bool:
        self._registry.decide_in(sys._getframe(1), "if", self._origin)
        return True

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """`bool` for the result classes of providers, which refuse anything else; bool itself cannot be subclassed."""
        asked_by = sys._getframe(1).f_globals.get("__name__", "")
        return bool if asked_by.startswith("pulumi_") else type(self)


def parsed(loads: Callable[..., Any], text: Any, registry: Registry, *args: Any, **kwargs: Any) -> Any:
    """What `json.loads` gives, or of the text of an unknown value a value of unknown shape."""
    origin = registry.text.get(text) if isinstance(text, str) else None
    return loads(text, *args, **kwargs) if origin is None else Anything(registry, origin)
