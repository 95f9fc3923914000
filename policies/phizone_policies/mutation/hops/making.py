"""How a mutant over several nodes is put together: what is changed, what is added beside it, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from phizone_policies.check import View
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.statements import edited, is_policy
from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Template, Value


def broken(
    operator: str, near: str, first: Node, *further: Node, gone: Iterable[Node] = (), path: str = "", to: str = ""
) -> Mutant:
    """The zone with these nodes in it, in place of those of the same address, and without those that are gone."""
    others: dict[str, Node | None] = {node.address: node for node in further}
    others |= {node.address: None for node in gone}
    return Mutant(first.address, first.type, operator, path, first, others, to, near)


def without(operator: str, near: str, nodes: Sequence[Node], *changed: Node) -> Mutant:
    """The zone without these nodes, of which there is at least one, and with those that have to change for it."""
    first, *rest = nodes
    others: dict[str, Node | None] = {node.address: None for node in rest}
    others |= {node.address: node for node in changed}
    return Mutant(first.address, first.type, operator, "", None, others, "", near)


def given(node: Node, /, **attributes: Value) -> Node:
    """The node with these attributes; without one that is None."""
    values = {**node.attributes, **attributes}
    return replace(node, attributes={name: value for name, value in values.items() if value is not None})


def beside(node: Node, kind: str, name: str, /, **attributes: Value) -> Node:
    """A new node in the same account, region and stack as another."""
    stack = node.address.partition("/")[0]
    return Node(
        address=f"{stack}/{kind}.{name}",
        type=kind,
        name=name,
        account=node.account,
        region=node.region,
        environment=node.environment,
        layer=node.layer,
        source=node.source,
        attributes=attributes,
    )


def stated(node: Node, path: str, *statements: dict[str, Any], first: bool = False) -> Node:
    """The node with statements added to its policy, at the end or as the first. Raises: ValueError where none is."""
    policy = node.attributes.get(path)
    if not isinstance(policy, str | Template) or not is_policy(policy):
        raise ValueError(f"{node.address}: {path} is no policy document")
    more = list(statements)
    return given(node, **{path: edited(policy, lambda old: [*more, *old] if first else [*old, *more])})


def ref(node: Node, attribute: str = "id") -> Ref:
    """A reference to a node's attribute."""
    return Ref(node.address, attribute)


def arn(node: Node) -> str:
    """The ARN of a node whose name the program says. Raises: ValueError."""
    found = physical(node, "arn")
    if not isinstance(found, str):
        raise ValueError(f"{node.address}: its ARN is not known before apply")
    return found


def team(node: Node) -> str:
    """The team whose a node is by its tag; empty where it is nobody's or the platform's."""
    found = tag(node, "Team")
    return "" if found == PLATFORM else found


def teams_roles(view: View) -> tuple[Node, ...]:
    """The roles of teams that the environment answers for."""
    return tuple(role for role in view.judged("aws_iam_role") if team(role))
