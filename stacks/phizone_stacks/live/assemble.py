"""What was read as a graph: addresses by account, region and name; ids and ARNs joined to what they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from phizone_stacks.graph.graph import SHARED, Graph, Unread
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value
from phizone_stacks.live.found import Found
from phizone_stacks.live.place import Place

ASSIGNED = re.compile(
    r"arn:[\w-]+:.+|[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?:ou|r|p|o|d|rslvr)-[\w-]+|[0-9a-f]{32}"
)
"""What AWS assigns, and so names one resource wherever it stands."""
OWNING = ("arn", "id", "key_id")
"""Attributes by which a resource is named elsewhere."""


def graph_of(
    found: Iterable[tuple[Place, Found]], unread: Iterable[Unread], environments: Mapping[str, str], view: str
) -> Graph:
    """The graph; `environments` has the name of an account's environment, none for an account of all."""
    nodes = [_node(place, each, environments.get(place.account, SHARED)) for place, each in found]
    return Graph(linked(nodes), view, unread)


def linked(nodes: list[Node]) -> list[Node]:
    """The nodes with references where an attribute holds what AWS assigned to another of them."""
    owners = owners_of(nodes)
    return [_linked(node, owners) for node in nodes]


def owners_of(nodes: Iterable[Node]) -> Mapping[str, Ref]:
    """Whose each assigned id or ARN is; of two with one id that of the shorter type, which owns it."""
    owners: dict[str, Ref] = {}
    for node in sorted(nodes, key=lambda each: (len(each.type), each.type, each.address)):
        for attribute in OWNING:
            value = node.attributes.get(attribute)
            if isinstance(value, str) and ASSIGNED.fullmatch(value):
                owners.setdefault(value, Ref(node.address, attribute))
    return owners


def _node(place: Place, each: Found, environment: str) -> Node:
    where = f"{place.account}.{place.region}"
    return Node(
        address=f"{where}/{each.type}.{each.name}",
        type=each.type,
        name=each.name,
        account=place.account,
        region=place.region,
        environment=environment,
        layer="live",
        attributes=dict(each.attributes),
    )


def _linked(node: Node, owners: Mapping[str, Ref]) -> Node:
    from dataclasses import replace

    own = {ref for name in OWNING if isinstance(text := node.attributes.get(name), str) and (ref := owners.get(text))}
    keep = {name for name in OWNING if any(ref.address == node.address for ref in own)}
    attributes = {
        name: value if name in keep else _joined(value, owners, node.address) for name, value in node.attributes.items()
    }
    return replace(node, attributes=attributes)


def _joined(value: Value, owners: Mapping[str, Ref], own: str) -> Value:
    if isinstance(value, str):
        ref = owners.get(value)
        return ref if ref is not None and ref.address != own else value
    if isinstance(value, dict):
        return {key: _joined(item, owners, own) for key, item in value.items()}
    if isinstance(value, list):
        return [_joined(item, owners, own) for item in value]
    return value
