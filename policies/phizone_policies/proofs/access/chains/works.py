"""What exists and works as each role: functions, notebooks, profiles of Studio, jobs, builds, instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.proofs.access.chains import ways
from phizone_policies.views.blocks import leaves
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

_ROLES = ("aws_iam_role",)


@dataclass(frozen=True, slots=True)
class Work:
    """Something that works as a role."""

    node: Node
    """The resource."""
    way: ways.Running
    """How somebody makes it work for them."""


def works_as(graph: Graph) -> Mapping[str, tuple[Work, ...]]:
    """What works as each role, by the role's address; what does not tell its role stands under the empty address."""
    found: dict[str, list[Work]] = {}
    for way in ways.running():
        for node in graph.of_type(way.type):
            for address in _roles(graph, node, way):
                found.setdefault(address, []).append(Work(node, way))
    return {address: tuple(works) for address, works in found.items()}


def _roles(graph: Graph, node: Node, way: ways.Running) -> Iterator[str]:
    try:
        values = leaves(node, way.role) if way.role else list(_of_profile(graph, node, way.profile))
        if not values and way.otherwise:
            values = _otherwise(graph, node, way)
    except UnknownValue:
        yield ""
        return
    for value in values:
        role = role_named(graph, value)
        if role is not None:
            yield role.address


def _otherwise(graph: Graph, node: Node, way: ways.Running) -> list[Value]:
    target = graph.target(node.get(way.through))
    return leaves(target, way.otherwise) if target is not None else []


def _of_profile(graph: Graph, node: Node, path: str) -> Iterator[Value]:
    kinds = ("aws_iam_instance_profile",)
    for value in leaves(node, path):
        found = named_node(graph, value, kinds, "name") or named_node(graph, value, kinds)
        if found is not None:
            yield found.get("role")


def role_named(graph: Graph, value: Value) -> Node | None:
    """The role of the graph that a value names, by ARN or by name."""
    found = (named_node(graph, value, _ROLES, attribute) for attribute in ("arn", "name", "id"))
    return next((node for node in found if node is not None), None)
