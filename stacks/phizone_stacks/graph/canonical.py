"""The graph as canonical JSON: the same graph gives the same bytes on any machine, and reads back equal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from phizone_stacks.graph.graph import Graph, Unread
from phizone_stacks.graph.node import Node, Source
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

FORMAT = "phizone-graph/1"
"""Name and version of the format; a reader refuses any other."""


class UnreadableGraph(ValueError):
    """A file is not a graph that this version reads; the message says what is wrong and where."""


def dumps(graph: Graph) -> str:
    """The graph as JSON text: keys sorted, two spaces, one newline at the end."""
    document: dict[str, Any] = {"format": FORMAT, "view": graph.view}
    document["resources"] = [_encode_node(node) for node in graph]
    if graph.unread:
        document["unread"] = [asdict(each) for each in graph.unread]
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def digest(text: str) -> str:
    """The SHA-256 of a graph's JSON text, in hexadecimal: what a proof, a release and the policy pack call it by."""
    return sha256(text.encode("utf-8")).hexdigest()


def loads(text: str, where: str = "graph") -> Graph:
    """The graph that `dumps` wrote. Raises: UnreadableGraph with `where` and the reason."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableGraph(f"{where}:{error.lineno}: not JSON: {error.msg}") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        given = document.get("format") if isinstance(document, dict) else type(document).__name__
        raise UnreadableGraph(f"{where}: format is {given!r}, not {FORMAT!r}; write it with `phizone graph`")
    resources = document.get("resources")
    if not isinstance(resources, list):
        raise UnreadableGraph(f"{where}: has no list `resources`; write it with `phizone graph`")
    nodes = [_decode_node(resource, f"{where}: resources[{index}]") for index, resource in enumerate(resources)]
    graph = Graph(nodes, str(document.get("view", "")), _decode_unread(document.get("unread", []), where))
    if len(graph) != len(nodes):
        raise UnreadableGraph(f"{where}: two resources have the same address")
    return graph


def _decode_unread(given: Any, where: str) -> list[Unread]:
    try:
        return [Unread(each["type"], each["account"], each["region"], each["reason"]) for each in given]
    except (KeyError, TypeError) as error:
        raise UnreadableGraph(f"{where}: unread: {error!r}; write it with `phizone audit --save`") from None


def _encode_node(node: Node) -> dict[str, Any]:
    source = {"file": node.source.file, "line": node.source.line} if node.source else None
    return {
        "address": node.address,
        "type": node.type,
        "name": node.name,
        "urn": node.urn,
        "account": node.account,
        "region": node.region,
        "environment": node.environment,
        "layer": node.layer,
        "component": list(node.component),
        "source": source,
        "called_from": [{"file": frame.file, "line": frame.line} for frame in node.called_from],
        "depends_on": list(node.depends_on),
        "protect": node.protect,
        "retain_on_delete": node.retain_on_delete,
        "ignore_changes": list(node.ignore_changes),
        "import_id": node.import_id,
        "attributes": {name: encode(value) for name, value in node.attributes.items()},
    }


def _decode_node(document: Any, where: str) -> Node:
    try:
        source = document["source"]
        return Node(
            address=document["address"],
            type=document["type"],
            name=document["name"],
            urn=document["urn"],
            account=document["account"],
            region=document["region"],
            environment=document["environment"],
            layer=document["layer"],
            component=tuple(document["component"]),
            source=Source(source["file"], source["line"]) if source else None,
            called_from=tuple(Source(frame["file"], frame["line"]) for frame in document["called_from"]),
            depends_on=tuple(document["depends_on"]),
            protect=document["protect"],
            retain_on_delete=document["retain_on_delete"],
            ignore_changes=tuple(document["ignore_changes"]),
            import_id=document["import_id"],
            attributes={name: decode(value) for name, value in document["attributes"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableGraph(f"{where}: {error!r}; write it with `phizone graph`") from None


def encode(value: Value) -> Any:
    """A value as JSON data; a map with a key that begins with `$` is wrapped, so it is no reference."""
    if isinstance(value, Ref):
        return {"$ref": {"address": value.address, "attribute": value.attribute}}
    if isinstance(value, Template):
        return {"$template": [encode(part) for part in value.parts]}
    if isinstance(value, Unknown):
        return {"$unknown": True}
    if isinstance(value, dict):
        plain = {key: encode(item) for key, item in value.items()}
        return {"$literal": plain} if any(key.startswith("$") for key in plain) else plain
    if isinstance(value, list):
        return [encode(item) for item in value]
    return value


def decode(data: Any) -> Value:
    """The value that `encode` wrote."""
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, Mapping):
        plain: Value = data
        return plain
    if set(data) == {"$ref"}:
        return Ref(data["$ref"]["address"], data["$ref"]["attribute"])
    if set(data) == {"$template"}:
        return Template(tuple(part if isinstance(part, str) else _ref(part) for part in data["$template"]))
    if set(data) == {"$unknown"}:
        return Unknown()
    items = data["$literal"] if set(data) == {"$literal"} else data
    return {key: decode(item) for key, item in items.items()}


def _ref(part: Any) -> Ref:
    return Ref(part["$ref"]["address"], part["$ref"]["attribute"])
