"""Whether a place that logs go to is one of ours."""

from __future__ import annotations

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity, physical
from phizone_stacks.graph.values import Ref, Template, Value

_PLACES = ("aws_cloudwatch_log_group", "aws_s3_bucket")


def destination(graph: Graph, value: Value) -> Node | None:
    """The log group or bucket of this zone that an ARN names, whole or with streams or a folder behind it."""
    first = value.parts[0] if isinstance(value, Template) else value
    if isinstance(first, Ref):
        node = graph.find(first.address)
        return node if node is not None and node.type in _PLACES else None
    text = identity(graph, value)
    if not isinstance(text, str):
        return None
    return next((node for node in graph.of_type(*_PLACES) if _is_in(text, str(physical(node, "arn")))), None)


def _is_in(text: str, arn: str) -> bool:
    return text == arn or text.startswith((f"{arn}:", f"{arn}/"))
