"""Physical identity: the ARN, id or name a resource will have, wherever its account, region and name already fix it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Value

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Symbol:
    """An identity that AWS assigns on creation: it equals only itself."""

    ref: Ref
    """The attribute that will hold it."""

    def __str__(self) -> str:
        return f"<{self.ref.attribute} of {self.ref.address}>"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An identity of which AWS or Pulumi chooses the end: a glob in which `*` stands for any text."""

    glob: str
    """As `cardiology-raw-*`."""

    def __str__(self) -> str:
        return self.glob


Identity = str | Symbol | Pattern
"""What a resource is called: text where it is fixed, a pattern where only its beginning is, a symbol elsewhere."""


@cache
def _formats() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = resources.files("phizone_stacks.graph").joinpath("identities.json").read_text(encoding="utf-8")
    formats: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(text)
    return formats


def physical(node: Node, attribute: str) -> Identity:
    """What an attribute of a node will read. Source: ARN formats of the AWS Service Authorization Reference."""
    given = node.attributes.get(attribute)
    if isinstance(given, str):
        return given
    text = _formats().get(node.type, {}).get("attributes", {}).get(attribute)
    if text is None:
        return Symbol(Ref(node.address, attribute))
    exact = True
    for field in _FIELD.findall(text):
        value, fixed = _field(node, field)
        if value is None:
            return Symbol(Ref(node.address, attribute))
        exact = exact and fixed
        text = text.replace(f"{{{field}}}", value)
    return text if exact else Pattern(text)


def _field(node: Node, field: str) -> tuple[str | None, bool]:
    """A field's text and whether it is exact; no text where nothing fixes it."""
    if field == "partition":
        return partition(node.region), True
    if field in ("account", "region", "import_id"):
        return getattr(node, field) or None, True
    value = node.peek(field)
    if field == "url" and isinstance(value, str):
        return value.removeprefix("https://"), True
    if isinstance(value, str):
        return value, True
    prefix = node.peek(f"{field}_prefix")
    if isinstance(prefix, str):
        return f"{prefix}*", False
    # Pulumi's auto-naming: the logical name, a hyphen and seven random characters.
    return (f"{node.name}-*", False) if value is None else (None, False)


def identity(graph: Graph, value: Value) -> Identity | None:
    """What a value names: literal text as it is, a reference by the physical identity of what it refers to.

    None for what is no single name: an unknown, a list, a template with a symbol in it.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Ref):
        node = graph.find(value.address)
        return physical(node, value.attribute) if node else Symbol(value)
    if isinstance(value, Template):
        parts = [identity(graph, part) for part in value.parts]
        if any(part is None or isinstance(part, Symbol) for part in parts):
            return None
        text = "".join(str(part) for part in parts)
        return Pattern(text) if any(isinstance(part, Pattern) for part in parts) else text
    return None


def named(graph: Graph, value: Value, kind: str, attribute: str) -> Node | None:
    """The node of a type that a value names, by reference or by the text its attribute will have."""
    if isinstance(value, Ref):
        node = graph.find(value.address)
        return node if node is not None and node.type == kind else None
    wanted = identity(graph, value)
    if not isinstance(wanted, str):
        return None
    return graph.cached(_names_of(kind, attribute)).get(wanted)


@cache
def _names_of(kind: str, attribute: str) -> Callable[[Graph], Mapping[str, Node]]:
    """The function from a graph to its nodes of a type by what the attribute will read, the first of a name."""

    def build(graph: Graph) -> Mapping[str, Node]:
        found: dict[str, Node] = {}
        for node in graph.of_type(kind):
            name = physical(node, attribute)
            if isinstance(name, str):
                found.setdefault(name, node)
        return found

    return build
