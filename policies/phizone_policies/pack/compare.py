"""The inputs of a resource beside those of its node in the proved graph.

No difference is:
- an attribute that `ignore_changes` of the graph names: the engine puts the state's value there;
- what the provider's Check filled in and lists in `__defaults`, where the graph has nothing: defaults and generated
  names; and `tags_all` where it equals `tags`, which Check computes from them;
- what the engine keeps for itself, whose names begin with `__`, outside maps of the program's own keys;
- the order of a set; a whole number with or without a fraction.
Everything else is: an attribute that the graph does not have, one that it has and the resource has not, another type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from phizone_policies.pack.references import Uses
from phizone_policies.pack.shown import around, shown
from phizone_policies.pack.told import Default, Secret, bare
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown, Value
from phizone_stacks.translation import Field, Kind, Shape

WITHHELD = "a secret, which is not shown"


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute that is not as it was proved."""

    path: str
    """Where, in Terraform's words, as `ingress.0.cidr_blocks`."""
    wanted: str
    """What the proved graph has there."""
    seen: str
    """What the resource has."""

    def __str__(self) -> str:
        return f"{self.path} is {self.seen}; proved was {self.wanted}"


class Comparison:
    """Compares one resource's attributes."""

    def __init__(self, uses: Uses, node: Node, preview: bool) -> None:
        self._uses = uses
        self._node = node
        self._preview = preview

    def differences(self, seen: Mapping[str, Any], fields: Mapping[str, Field]) -> list[Difference]:
        """Every difference of the attributes seen, in Terraform's words, from the node's."""
        shapes = {field.name: field.shape for field in fields.values()}
        found: list[Difference] = []
        for name in sorted({*self._node.attributes, *seen}):
            if name == "tags_all" and name not in self._node.attributes and _same(seen.get("tags"), seen[name]):
                continue
            found += self._member(self._node.attributes, seen, name, name, shapes.get(name))
        return found

    def _member(
        self, wanted: Mapping[str, Value], seen: Mapping[str, Any], name: str, path: str, shape: Shape | None
    ) -> Iterator[Difference]:
        if path in self._node.ignore_changes:
            return
        given = seen.get(name)
        if name not in wanted:
            if not isinstance(given, Default):
                yield Difference(path, "absent", _told(given))
        elif name not in seen:
            yield Difference(path, shown(wanted[name]), "absent")
        else:
            yield from self._value(wanted[name], given, path, shape)

    def _value(self, wanted: Value, seen: Any, path: str, shape: Shape | None) -> Iterator[Difference]:
        if isinstance(seen, Default):
            seen = seen.value
        if isinstance(seen, Unknown):
            if not self._preview:
                yield Difference(path, shown(wanted), "not known though it is applied")
        elif isinstance(wanted, Unknown):
            if not isinstance(seen, Secret):
                yield Difference(path, "a value that the graph does not hold, such as a secret", "no secret")
        elif isinstance(wanted, dict) and isinstance(seen, dict):
            yield from self._object(wanted, seen, path, shape)
        elif isinstance(wanted, list) and isinstance(seen, list):
            yield from self._list(wanted, seen, path, shape)
        elif _holds_unknown(seen):
            if not self._preview:
                yield Difference(path, shown(wanted), "not known though it is applied")
        else:
            yield from self._leaf(wanted, seen, path)

    def _leaf(self, wanted: Value, seen: Any, path: str) -> Iterator[Difference]:
        value = bare(seen)
        if isinstance(wanted, Ref):
            reason = self._uses.differs(wanted, value)
            if reason:
                yield Difference(path, reason, _told(seen))
        elif isinstance(wanted, Template):
            text = self._uses.differs_text(wanted, value)
            if text:
                yield _parted(path, text, seen)
        elif not _same(wanted, value):
            yield _parted(path, wanted, seen)

    def _object(
        self, wanted: dict[str, Value], seen: dict[str, Any], path: str, shape: Shape | None
    ) -> Iterator[Difference]:
        shapes = {field.name: field.shape for field in shape.fields.values()} if shape and shape.fields else {}
        element = shape.element if shape is not None and shape.kind is Kind.MAP else None
        for name in sorted({*wanted, *seen}):
            yield from self._member(wanted, seen, name, f"{path}.{name}", shapes.get(name, element))

    def _list(self, wanted: list[Value], seen: list[Any], path: str, shape: Shape | None) -> Iterator[Difference]:
        element = shape.element if shape is not None else None
        if len(wanted) != len(seen):
            yield Difference(path, f"{len(wanted)} elements: {shown(wanted)}", f"{len(seen)}: {_told(seen)}")
            return
        if shape is not None and shape.kind is Kind.SET:
            seen = self._in_order(wanted, seen, path, element)
        for index, (each, given) in enumerate(zip(wanted, seen, strict=True)):
            yield from self._value(each, given, f"{path}.{index}", element)

    def _in_order(self, wanted: list[Value], seen: list[Any], path: str, element: Shape | None) -> list[Any]:
        """The elements of a set in the order of the graph's, as far as they are equal."""
        with self._uses.forgetting():
            return self._matched(wanted, list(seen), path, element)

    def _matched(self, wanted: list[Value], left: list[Any], path: str, element: Shape | None) -> list[Any]:
        order: list[Any] = [None] * len(wanted)
        unmatched: list[int] = []
        for index, each in enumerate(wanted):
            found = next((at for at, given in enumerate(left) if self._equal(each, given, path, element)), None)
            if found is None:
                unmatched.append(index)
            else:
                order[index] = left.pop(found)
        for index in unmatched:
            order[index] = left.pop(0)
        return order

    def _equal(self, wanted: Value, given: Any, path: str, element: Shape | None) -> bool:
        """Whether two values agree; what was learned on the way stays learned only if they do."""
        with self._uses.forgetting():
            equal = not any(True for _ in self._value(wanted, given, path, element))
        if equal:
            list(self._value(wanted, given, path, element))
        return equal


def _same(wanted: Any, seen: Any) -> bool:
    """Equality that tells True from 1, and text from number."""
    wanted, seen = bare(wanted), bare(seen)
    return type(wanted) is type(seen) and bool(wanted == seen)


def _parted(path: str, wanted: Value, seen: Any) -> Difference:
    """A difference told from where two texts part, or by both values."""
    if isinstance(wanted, str) and isinstance(seen, str):
        return Difference(path, *around(wanted, seen))
    return Difference(path, shown(wanted), _told(seen))


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_unknown(item) for item in value.values())
    return isinstance(value, Unknown) or (isinstance(value, list) and any(_holds_unknown(item) for item in value))


def _told(seen: Any) -> str:
    return WITHHELD if _holds_secret(seen) else shown(bare(seen))


def _holds_secret(value: Any) -> bool:
    if isinstance(value, Default):
        return _holds_secret(value.value)
    if isinstance(value, dict):
        return any(_holds_secret(item) for item in value.values())
    return isinstance(value, Secret) or (isinstance(value, list) and any(_holds_secret(item) for item in value))
