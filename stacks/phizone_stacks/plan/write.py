"""A graph as the JSON of a Terraform plan that creates everything in it: what `terraform show -json` would print.

Source: Terraform's JSON output format 1.2. A reference is left out of the values, named in `after_unknown` and in the
configuration's `references`; text that holds references stays text, so that policies can be parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown, Value, references
from phizone_stacks.plan.names import plan_address, plan_name, writable
from phizone_stacks.plan.symbols import text_of

FORMAT_VERSION = "1.2"
"""Version of Terraform's JSON output format."""
TERRAFORM_VERSION = "1.11.4"
"""The Terraform whose output this is modelled on."""
PROVIDER = "hashicorp/aws"
"""Source address of the provider, on Terraform's default host."""
_ABSENT = object()


def plan(graph: Graph) -> dict[str, Any]:
    """The plan of a graph; resources that Terraform has no type for are left out, see `left_out`."""
    nodes = [node for node in graph if writable(node)]
    return {
        "format_version": FORMAT_VERSION,
        "terraform_version": TERRAFORM_VERSION,
        "planned_values": {"root_module": {"resources": [_planned(graph, node) for node in nodes]}},
        "resource_changes": [_change(graph, node) for node in nodes],
        "configuration": {
            "provider_config": dict(sorted({_provider_key(node): _provider(node) for node in nodes}.items())),
            "root_module": {"resources": [_configured(graph, node) for node in nodes]},
        },
    }


def left_out(graph: Graph) -> tuple[Node, ...]:
    """The nodes a plan cannot say, because Terraform has no type for them."""
    return tuple(node for node in graph if not writable(node))


def _identity(node: Node) -> dict[str, Any]:
    data = node.type.startswith("data.")
    return {
        "address": plan_address(node),
        "mode": "data" if data else "managed",
        "type": node.type.removeprefix("data."),
        "name": plan_name(node),
    }


def _planned(graph: Graph, node: Node) -> dict[str, Any]:
    return {
        **_identity(node),
        "provider_name": PROVIDER,
        "schema_version": 0,
        "values": _values(graph, node),
        "sensitive_values": {},
    }


def _change(graph: Graph, node: Node) -> dict[str, Any]:
    change = {
        "actions": ["read" if node.type.startswith("data.") else "create"],
        "before": None,
        "after": _values(graph, node),
        "after_unknown": {name: mark for name, value in _attributes(node) if (mark := _unknown(value)) is not False},
        "before_sensitive": False,
        "after_sensitive": {},
    }
    return {**_identity(node), "provider_name": PROVIDER, "change": change}


def _configured(graph: Graph, node: Node) -> dict[str, Any]:
    return {
        **_identity(node),
        "provider_config_key": _provider_key(node),
        "expressions": {name: _expression(graph, value) for name, value in _attributes(node)},
        "schema_version": 0,
        "depends_on": [plan_address(found) for each in node.depends_on if (found := graph.find(each)) is not None],
    }


def _attributes(node: Node) -> list[tuple[str, Value]]:
    return sorted(node.attributes.items())


def _values(graph: Graph, node: Node) -> dict[str, Any]:
    known = {name: _known(graph, value) for name, value in _attributes(node)}
    return {name: value for name, value in known.items() if value is not _ABSENT}


def _known(graph: Graph, value: Value) -> Any:
    """The value as far as it is known before apply; unknown elements of a list are null, as Terraform has it."""
    if isinstance(value, (Ref, Unknown)):
        return _ABSENT
    if isinstance(value, Template):
        return text_of(graph, value)
    if isinstance(value, list):
        items = [_known(graph, item) for item in value]
        return [None if item is _ABSENT else item for item in items]
    if isinstance(value, dict):
        found = {key: _known(graph, item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item is not _ABSENT}
    return value


def _unknown(value: Value) -> Any:
    """The marks of `after_unknown`: true for what is known after apply only, false where all is known."""
    if isinstance(value, (Ref, Unknown)):
        return True
    if isinstance(value, list):
        marks = [_unknown(item) for item in value]
        return marks if any(mark is not False for mark in marks) else False
    if isinstance(value, dict):
        inner = {key: mark for key, item in value.items() if (mark := _unknown(item)) is not False}
        return inner or False
    return False


def _expression(graph: Graph, value: Value) -> Any:
    """How the configuration says a value: blocks one by one, everything else by what it refers to or as it is."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return [
            {key: _expression(graph, inner) for key, inner in item.items()} for item in value if isinstance(item, dict)
        ]
    named = list(dict.fromkeys(name for ref in references(value) for name in _reference(graph, ref)))
    if named:
        return {"references": named}
    known = _known(graph, value)
    return {} if known is _ABSENT else {"constant_value": known}


def _reference(graph: Graph, ref: Ref) -> list[str]:
    """A reference as Terraform lists it: the attribute, then everything it is a part of, the resource last."""
    node = graph.find(ref.address)
    if node is None or not writable(node):
        return []
    names = [plan_address(node)]
    for step in ref.attribute.split("."):
        names.append(f"{names[-1]}[{step}]" if step.isdigit() else f"{names[-1]}.{step}")
    return names[::-1]


def _provider_key(node: Node) -> str:
    return f"aws.{_alias(node)}" if _alias(node) else "aws"


def _alias(node: Node) -> str:
    places = [f"account-{node.account}" if node.account else "", "" if node.region == "global" else node.region]
    return "-".join(place for place in places if place)


def _provider(node: Node) -> Mapping[str, Any]:
    expressions: dict[str, Any] = {}
    if node.account:
        expressions["allowed_account_ids"] = {"constant_value": [node.account]}
    if node.region not in ("", "global"):
        expressions["region"] = {"constant_value": node.region}
    alias = {"alias": _alias(node)} if _alias(node) else {}
    return {"name": "aws", "full_name": PROVIDER, **alias, "expressions": expressions}
