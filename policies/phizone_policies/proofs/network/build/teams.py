"""Whose something is, by its tags."""

from __future__ import annotations

from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue


def team_of(graph: Graph, name: str) -> str:
    """The team of the resource of an address; empty for the platform's, and where no tag tells one."""
    node = graph.find(name)
    return team_of_node(node) if node else ""


def team_of_node(node: Node) -> str:
    """The team that a resource's tag `Team` names; empty for the platform's, and where none does."""
    try:
        found = tag(node, "Team")
    except UnknownValue:
        return ""
    return "" if found == PLATFORM else found
