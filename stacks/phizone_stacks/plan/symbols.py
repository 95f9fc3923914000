"""How a plan's text names what is known only after apply: well-formed where an ARN is wanted, and readable back."""

from __future__ import annotations

import re

from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Template, Value, template
from phizone_stacks.plan.names import plan_address

_SYMBOL = re.compile(
    r"(?:arn:[\w-]+:[\w-]*:[\w-]*:\d*:)?known-after-apply/<(?P<resource>(?:data\.)?\w+\.[\w-]+)\.(?P<attribute>[\w.]+)>"
)


def text_of(graph: Graph, value: Template) -> str:
    """A template as text: what physical identity fixes as it will be, every other reference as a symbol."""
    return "".join(part if isinstance(part, str) else _part(graph, part) for part in value.parts)


def _part(graph: Graph, ref: Ref) -> str:
    node = graph.find(ref.address)
    if node is None:
        return f"known-after-apply/{ref.attribute}"
    known = physical(node, ref.attribute)
    return known if isinstance(known, str) else _symbol(node, ref.attribute)


def _symbol(node: Node, attribute: str) -> str:
    name = f"known-after-apply/<{plan_address(node)}.{attribute}>"
    if not attribute.endswith("arn"):
        return name
    service = node.type.removeprefix("data.").split("_")[1]
    region = "" if node.region == "global" else node.region
    return f"arn:{partition(node.region)}:{service}:{region}:{node.account}:{name}"


def read_symbols(text: str) -> Value:
    """Text with its symbols turned into references to Terraform addresses."""
    if "known-after-apply/<" not in text:
        return text
    parts: list[str | Ref] = []
    end = 0
    for found in _SYMBOL.finditer(text):
        parts += [text[end : found.start()], Ref(found["resource"], found["attribute"])]
        end = found.end()
    return template([*parts, text[end:]])
