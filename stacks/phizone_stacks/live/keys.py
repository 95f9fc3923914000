"""Knowing a resource again: the same text for it in a program's graph and in one that was read from AWS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import yaml

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import Pattern, identity, physical
from phizone_stacks.graph.values import Ref, Template, Value
from phizone_stacks.live.assemble import ASSIGNED, OWNING

_DEPTH = 6
"""References that are followed: a rule of a group of a network of an account needs three."""


@cache
def paths() -> Mapping[str, tuple[str, ...]]:
    """By which attributes resources of a type are known, by type: the folder `known_by`, a file for each service."""
    found: dict[str, tuple[str, ...]] = {}
    for file in resources.files("phizone_stacks.live").joinpath("known_by").iterdir():
        given: Mapping[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
        found |= {kind: tuple(paths) for kind, paths in given.items()}
    return found


class Keys:
    """The keys of a graph's resources."""

    def __init__(self, graph: Graph) -> None:
        """Takes the graph."""
        self._graph = graph
        self._known: dict[tuple[str, int], str] = {}
        self._owners = dict(_owned(graph))

    def __call__(self, node: Node, depth: int = _DEPTH) -> str:
        """The key of a resource; two may have one, as two equal rules of a group."""
        if (node.address, depth) not in self._known:
            values = [self._at(node, path, depth) for path in paths().get(node.type, ())]
            parts = [node.type, node.account, node.region, *values]
            self._known[node.address, depth] = json.dumps(parts, sort_keys=True, default=str)
        return self._known[node.address, depth]

    def _at(self, node: Node, path: str, depth: int) -> object:
        if path == "@id":
            return node.attributes.get("id") or node.import_id
        if not path.startswith("<"):
            return self._plain(node.peek(path), depth)
        kind, _, rest = path[1:].partition(".")
        names, _, attribute = rest.partition("=")
        own = {text for each in OWNING if isinstance(text := physical(node, each), str)}
        namers = [each for each in self._graph.of_type(kind) if self._names(each.peek(names), node, own)]
        return sorted(json.dumps(self._plain(each.peek(attribute), depth)) for each in namers)

    def _names(self, value: Value, node: Node, own: set[str]) -> bool:
        if isinstance(value, Ref):
            return value.address == node.address
        return isinstance(value, str) and value in own

    def _plain(self, value: Value, depth: int) -> object:
        """A value without ids that AWS assigns: what has one stands there by its own key."""
        if isinstance(value, (Ref, Template)):
            found = identity(self._graph, value)
            target = self._graph.target(value)
            text = found.glob if isinstance(found, Pattern) else found if isinstance(found, str) else None
            if text is None or text in self._owners:
                owner = target if target is not None else self._owners.get(text or "")
                return self(owner, depth - 1) if owner is not None and depth else "?"
            return text
        if isinstance(value, str):
            owner = self._owners.get(value)
            return self(owner, depth - 1) if owner is not None and depth else value
        if isinstance(value, dict):
            return {key: self._plain(item, depth) for key, item in value.items()}
        if isinstance(value, list):
            return sorted((self._plain(item, depth) for item in value), key=lambda each: json.dumps(each, default=str))
        return value


def _owned(graph: Graph) -> Iterable[tuple[str, Node]]:
    """Whose each ARN or assigned id is; of two with one the shorter type, which is given last."""
    for node in sorted(graph, key=lambda each: (-len(each.type), each.type, each.address)):
        for attribute in OWNING:
            text = physical(node, attribute)
            # A name, or an account's id, stands in many places that are not about the resource of that name.
            if isinstance(text, str) and ASSIGNED.fullmatch(text):
                yield text, node
