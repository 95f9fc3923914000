"""Policy documents of the graph with the names that requests are compared with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.world.names import text_of
from phizone_policies.views.documents import Document, MalformedPolicy, Statement, parse
from phizone_policies.views.policy_documents import IDENTITY, each_path
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Template, Value

EVERYTHING = Document("2012-10-17", (Statement("AnythingAtAll", "Allow", (), (), ("*",), (), ("*",), (), ()),))
"""What stands for a policy that is not known: it allows everything."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document and the resource that holds it."""

    document: Document
    """What it says."""
    node: Node | None = None
    """The resource; None where the graph holds none."""


def read(graph: Graph, node: Node, path: str) -> Document | None:
    """The document at an attribute, None where there is none. Raises: UnknownValue, MalformedPolicy."""
    value = node.get(path)
    if value is None or value == "":
        return None
    text = _json_text(graph, value)
    if text is None:
        raise UnknownValue(node.address, path, "the document is some other resource's attribute")
    return parse(text)


def held_in(graph: Graph, policy: Node | None, missing: str, unknown: list[str]) -> Held | None:
    """What a managed policy says; where that is not known None, and the reason, `missing` by itself, is added."""
    try:
        found = read(graph, policy, "policy") if policy is not None else None
    except (UnknownValue, MalformedPolicy) as reason:
        unknown.append(str(reason))
        return None
    if found is None:
        unknown.append(missing)
    return Held(found, policy) if found is not None else None


def granting(graph: Graph, holder: Node) -> Iterator[Document]:
    """The documents by which a resource grants something to principals. Raises: UnknownValue, MalformedPolicy."""
    for path in IDENTITY[holder.type]:
        for each in each_path(holder, path):
            found = read(graph, holder, each)
            if found is not None:
                yield found


def _json_text(graph: Graph, value: Value) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else _quoted(text_of(graph, part)) for part in value.parts)
    found = identity(graph, value) if isinstance(value, Ref) else None
    return found if isinstance(found, str) else None


def _quoted(text: str | None) -> str:
    """Text as it stands inside JSON text."""
    return json.dumps(text or "", ensure_ascii=False)[1:-1]
