"""What was read beside what the programs would build: which is which, what is missing, added and changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from phizone_stacks.graph.defaults import default_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Template, Unknown, Value, map_references
from phizone_stacks.live.keys import Keys
from phizone_stacks.live.reading import silent_attributes
from phizone_stacks.live.withheld import without_secrets

_ASIDE = frozenset({"region", "tags_all"})
"""Attributes that say nothing a node does not say itself."""
_OF_AWS = {"policy_id": frozenset({"p-FullAWSAccess", "p-RCPFullAWSAccess"})}
"""What AWS attaches in every organization by itself, by the attribute that tells it.

Source: AWS Organizations User Guide, "SCP evaluation", "RCP evaluation".
"""


_RUNS_OUT = frozenset({("aws_backup_vault_lock_configuration", "changeable_for_days")})
"""Attributes of which AWS tells what is left: days in which a lock may be taken away, fewer each day."""


@dataclass(frozen=True, slots=True)
class Change:
    """An attribute that AWS has otherwise than the programs."""

    address: str
    """Address in the program."""
    attribute: str
    """Name of the attribute."""
    wanted: str
    """What the program says, as JSON."""
    seen: str
    """What AWS has, as JSON."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two graphs side by side."""

    graph: Graph
    """What was read, with the programs' addresses, lines and references wherever it is the same."""
    matched: Mapping[str, str]
    """Address in the program by address in what was read."""
    missing: tuple[str, ...]
    """Addresses of the programs that AWS does not have."""
    unmanaged: tuple[str, ...]
    """Addresses of what AWS has and no program builds."""
    changes: tuple[Change, ...]
    """Attributes that differ, by address."""


def align(program: Graph, live: Graph) -> Alignment:
    """Puts what was read beside the programs' graph."""
    pairs = _pairs(program, live)
    names = {seen.address: wanted.address for wanted, seen in pairs}
    reader = _Reader(program, live, {wanted.address: seen for wanted, seen in pairs})
    adopted = [replace(wanted, attributes=reader.attributes(wanted, seen)) for wanted, seen in pairs]
    others = [node for node in live if node.address not in names]
    nodes = [*adopted, *others]
    graph = Graph((_renamed(node, names) for node in nodes), program.view, live.unread)
    found = {wanted.address for wanted, _ in pairs}
    missing = tuple(node.address for node in program if node.address not in found)
    changes = sorted(reader.changes, key=lambda each: (each.address, each.attribute))
    unmanaged = tuple(node.address for node in others if not _is_of_aws(node))
    return Alignment(graph, names, missing, unmanaged, tuple(changes))


def _same(name: str, left: object, right: object) -> bool:
    """Whether two settled values are the same, as far as AWS's is told: what may be a secret is withheld."""
    return left == right or without_secrets({name: left}) == without_secrets({name: right})


def _is_running_out(kind: str, name: str, wanted: Value, seen: Value) -> bool:
    """Whether what differs is only that time has gone by since it was made."""
    both = isinstance(wanted, int) and isinstance(seen, int)
    return (kind, name) in _RUNS_OUT and both and 0 <= seen <= wanted  # type: ignore[operator]


def _is_of_aws(node: Node) -> bool:
    return any(node.attributes.get(name) in values for name, values in _OF_AWS.items())


def _pairs(program: Graph, live: Graph) -> list[tuple[Node, Node]]:
    """Which resource is which; of several with one key those that come first, by address."""
    waiting: dict[str, list[Node]] = {}
    of_live, of_program = Keys(live), Keys(program)
    for node in live:
        waiting.setdefault(of_live(node), []).append(node)
    found: list[tuple[Node, Node]] = []
    for node in program:
        same = waiting.get(of_program(node))
        if same:
            found.append((node, same.pop(0)))
    return found


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    def change(ref: Ref) -> Ref:
        return Ref(names.get(ref.address, ref.address), ref.attribute)

    return replace(node, attributes={name: map_references(value, change) for name, value in node.attributes.items()})


class _Reader:
    """Compares attributes of matched resources."""

    def __init__(self, program: Graph, live: Graph, seen: Mapping[str, Node]) -> None:
        self._program, self._live, self._seen = program, live, seen
        self.changes: list[Change] = []

    def attributes(self, wanted: Node, seen: Node) -> dict[str, Value]:
        """What AWS has, in the program's form wherever that is the same."""
        silent = silent_attributes().get(wanted.type, frozenset())
        found: dict[str, Value] = {name: value for name, value in seen.attributes.items() if name not in silent}
        for name in sorted({*wanted.attributes, *seen.attributes} - _ASIDE):
            given = wanted.attributes.get(name)
            if name in silent:
                found[name] = given
                continue
            expected = given if given is not None else default_of(wanted, name)
            has = seen.attributes.get(name)
            actual = has if has is not None else default_of(seen, name)
            if given is None and (expected is None or name not in seen.attributes):
                continue
            left, right = settled(self._literal(expected)), settled(self._text(actual))
            if _same(name, left, right) or _is_running_out(wanted.type, name, expected, actual):
                found[name] = given if given is not None else actual
            else:
                self.changes.append(Change(wanted.address, name, _json(left), _json(right)))
        if "region" in wanted.attributes:
            found["region"] = wanted.attributes["region"]
        return {name: value for name, value in found.items() if value is not None}

    def _literal(self, value: Value) -> Value:
        """A value of the program with what AWS assigned in the place of references."""
        return _told(value, self._of_program)

    def _text(self, value: Value) -> Value:
        return _told(value, self._of_live)

    def _of_program(self, ref: Ref) -> str:
        seen = self._seen.get(ref.address)
        node = seen if seen is not None else self._program.find(ref.address)
        if node is None:
            return f"<{ref.attribute} of {ref.address}>"
        # An accepter's id is its attachment's, to which AWS's answer was joined.
        value = node.peek(ref.attribute)
        return self._of_live(value) if seen is not None and isinstance(value, Ref) else _reads(node, ref)

    def _of_live(self, ref: Ref) -> str:
        node = self._live.find(ref.address)
        return _reads(node, ref) if node is not None else f"<{ref.attribute} of {ref.address}>"


def _reads(node: Node, ref: Ref) -> str:
    value = node.peek(ref.attribute)
    if isinstance(value, str):
        return value
    found = physical(node, ref.attribute)
    return found if isinstance(found, str) else f"<{ref.attribute} of {ref.address}>"


def _told(value: Value, text: Callable[[Ref], str]) -> Value:
    if isinstance(value, Ref):
        return text(value)
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else text(part) for part in value.parts)
    if isinstance(value, dict):
        return {key: _told(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_told(item, text) for item in value]
    return value


def settled(value: Value) -> object:
    """A value in the one form in which AWS's and a program's are compared.

    JSON text by its content; lists without order; a number as its text; what is empty as nothing.
    """
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, dict):
        items = {key: settled(item) for key, item in value.items()}
        return {key: item for key, item in sorted(items.items()) if item not in (None, [], {}, "")} or None
    if isinstance(value, list):
        found = [each for each in (settled(item) for item in value) if each is not None]
        return sorted(found, key=_json) or None
    if isinstance(value, bool) or value is None:
        return value
    return str(value)


def _of_text(text: str) -> object:
    if text[:1] in ("{", "["):
        try:
            return _document(json.loads(text))
        except json.JSONDecodeError:
            return text
    return text or None


def _document(value: object) -> object:
    """JSON in which a list of one is that one, as AWS writes policies, and order means nothing."""
    if isinstance(value, dict):
        return {key: _document(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        found = sorted((_document(item) for item in value), key=_json)
        return found[0] if len(found) == 1 else found
    return value


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
