"""How a value can be broken: every operator that applies to it, with what then stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.mutation.statements import broken_statements, is_policy
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

FOREIGN_ACCOUNT = "999999999999"
"""An account that is nobody's of ours."""
_KEY_TYPES = ("aws_kms_key", "aws_kms_alias", "aws_kms_replica_key")
_CIDR = re.compile(r"\d+\.\d+\.\d+\.\d+/\d+|[0-9a-f:]*:[0-9a-f:]*/\d+")
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")


@dataclass(frozen=True, slots=True)
class Broken:
    """A value after an operator."""

    operator: str
    """What was done, as `flip`."""
    path: str
    """Where inside the attribute, without positions, as `rule.status`; empty for the attribute itself."""
    value: Value
    """What stands there now; None where it was dropped."""


def broken_values(graph: Graph, node: Node, value: Value) -> Iterator[Broken]:
    """Every way to break an attribute's value, in a fixed order; its absence is the first."""
    yield Broken("drop", "", None)
    yield from _inside(graph, node, value)


def _inside(graph: Graph, node: Node, value: Value) -> Iterator[Broken]:
    if isinstance(value, str | Template) and is_policy(value):
        for operator, path, text in broken_statements(value):
            yield Broken(operator, path, text)
    elif isinstance(value, dict):
        yield from _mapping(graph, node, value)
    elif isinstance(value, list):
        yield from _list(graph, node, value)
    else:
        yield from _scalar(graph, node, value)


def _mapping(graph: Graph, node: Node, value: dict[str, Value]) -> Iterator[Broken]:
    for key, item in value.items():
        if item is None:
            continue
        yield Broken("drop", key, {name: each for name, each in value.items() if name != key})
        for inner in _inside(graph, node, item):
            yield Broken(inner.operator, _join(key, inner.path), {**value, key: inner.value})


def _list(graph: Graph, node: Node, value: list[Value]) -> Iterator[Broken]:
    if value:
        yield Broken("empty", "", [])
    for place, item in enumerate(value):
        if len(value) > 1:
            yield Broken("remove one", "", [*value[:place], *value[place + 1 :]])
        for inner in _inside(graph, node, item):
            yield Broken(inner.operator, inner.path, [*value[:place], inner.value, *value[place + 1 :]])


def _scalar(graph: Graph, node: Node, value: Value) -> Iterator[Broken]:
    if isinstance(value, bool):
        yield Broken("flip", "", not value)
    elif isinstance(value, int | float):
        yield Broken("lower", "", 0 if -1 <= value <= 1 else value // 10)
        yield Broken("raise", "", value * 10 + 1)
    elif isinstance(value, Ref):
        yield from _reference(graph, node, value)
    elif isinstance(value, str):
        yield from _text(value)
    elif not isinstance(value, Unknown):
        return


def _text(value: str) -> Iterator[Broken]:
    if _CIDR.fullmatch(value):
        yield Broken("widen", "", "::/0" if ":" in value else "0.0.0.0/0")
    elif _ACCOUNT.search(value):
        yield Broken("foreign account", "", _ACCOUNT.sub(FOREIGN_ACCOUNT, value))
    else:
        yield Broken("other word", "", f"other-{value}" if value else "other")


def _reference(graph: Graph, node: Node, value: Ref) -> Iterator[Broken]:
    target = graph.find(value.address)
    if target is None:
        return
    if target.type in _KEY_TYPES:
        region = target.region or "us-east-1"
        foreign = f"arn:aws:kms:{region}:{FOREIGN_ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
        yield Broken("foreign key", "", foreign)
        yield Broken("AWS's key", "", "alias/aws/s3")
    others = [each for each in graph.of_type(target.type) if each.address != target.address and each != node]
    stranger = next((each for each in others if _owner(each) != _owner(target)), None)
    if stranger is not None:
        operator = "another owner's key" if target.type in _KEY_TYPES else "another owner's"
        yield Broken(operator, "", Ref(stranger.address, value.attribute))


def _owner(node: Node) -> tuple[str, str]:
    tags = node.peek("tags")
    team = tags.get("Team") if isinstance(tags, dict) else ""
    return node.account, str(team)


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)
