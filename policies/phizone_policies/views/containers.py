"""The containers of an ECS task definition, out of its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from phizone_policies.views.documents import json_text
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

Container = Mapping[str, Any]
"""A container as the API takes it: `name`, `user`, `privileged`, `environment`, …"""
READS = ("aws_ecs_task_definition.container_definitions",)
"""The attribute that holds them."""


def containers(graph: Graph, task: Node) -> tuple[Container, ...]:
    """The containers in order. Raises: UnknownValue; ValueError for text that is no JSON, which AWS would refuse."""
    text = json_text(graph, task.get("container_definitions"))
    if text is None:
        raise UnknownValue(task.address, "container_definitions", "they are some other resource's attribute")
    found = json.loads(text or "[]")
    return tuple(each for each in found if isinstance(each, dict))
