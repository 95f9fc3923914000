"""Who names whom: by a reference to an attribute, or by the text that the attribute will read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity, physical
from phizone_stacks.graph.values import Ref, Template, Value

_FOLLOWED = 4
Key = str | tuple[str, str] | Template
"""A text, the (address, attribute) of a reference, or a text with references that is not known, equal to itself."""


def is_named(graph: Graph, owner: Node, value: Value, *attributes: str) -> bool:
    """Whether a value names a node by one of these attributes, `id` by default."""
    return _key(graph, value) in _keys(owner, attributes)


def naming(graph: Graph, owner: Node, types: tuple[str, ...], path: str, *attributes: str) -> tuple[Node, ...]:
    """The nodes of these types whose value at a path names a node, by one of these attributes, `id` by default.

    Raises: UnknownValue where one of these types does not say whom it names.
    """
    indexes = [graph.cached(_by_value(kind, path)) for kind in types]
    return tuple(node for index in indexes for key in _keys(owner, attributes) for node in index.get(key, ()))


def named_node(graph: Graph, value: Value, types: tuple[str, ...], attribute: str = "id") -> Node | None:
    """The node of these types whose attribute a value names; None for one that the graph does not hold."""
    key = _key(graph, value)
    if isinstance(key, tuple):
        node = graph.find(key[0])
        return node if node is not None and node.type in types and key[1] == attribute else None
    if not isinstance(key, str):
        return None
    return next((node for kind in types if (node := graph.cached(_by_text(kind, attribute)).get(key))), None)


@cache
def _by_value(kind: str, path: str) -> Callable[[Graph], Mapping[Key, tuple[Node, ...]]]:
    """The function from a graph to its nodes of a type, by what their values at a path name."""

    def build(graph: Graph) -> Mapping[Key, tuple[Node, ...]]:
        found: dict[Key, list[Node]] = {}
        for node in graph.of_type(kind):
            for value in node.items(path):
                key = _key(graph, value)
                if key is not None:
                    found.setdefault(key, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    return build


@cache
def _by_text(kind: str, attribute: str) -> Callable[[Graph], Mapping[str, Node]]:
    """The function from a graph to its nodes of a type, by the text that an attribute will read."""

    def build(graph: Graph) -> Mapping[str, Node]:
        texts = ((physical(node, attribute), node) for node in graph.of_type(kind))
        return {text: node for text, node in texts if isinstance(text, str)}

    return build


def _keys(owner: Node, attributes: tuple[str, ...]) -> tuple[Key, ...]:
    names = attributes or ("id",)
    texts = [physical(owner, name) for name in names]
    pieced = (owner.attributes.get(name) for name in names)
    return (
        *((owner.address, name) for name in names),
        *{text for text in texts if isinstance(text, str)},
        *{each for each in pieced if isinstance(each, Template)},
    )


def _key(graph: Graph, value: Value) -> Key | None:
    """What a value names; a reference to what another resource was given, as a subnet's `vpc_id`, is that value."""
    for _ in range(_FOLLOWED):
        node = graph.target(value)
        given = node.attributes.get(value.attribute) if node is not None and isinstance(value, Ref) else None
        if not isinstance(given, (Ref, str)):
            break
        value = given
    if isinstance(value, Ref):
        return (value.address, value.attribute)
    if isinstance(value, Template):
        text = identity(graph, value)
        return text if isinstance(text, str) else value
    return value if isinstance(value, str) and value else None
