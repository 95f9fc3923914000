"""Policy documents parsed: statements with every one-or-many written as a tuple, references as what they name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Template, Value


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; an absent element is an empty tuple, and `None` where absence means something else."""

    sid: str
    """Its Sid, or empty."""
    effect: str
    """`Allow` or `Deny`."""
    principals: tuple[tuple[str, str], ...]
    """(type, value) pairs of Principal, as `("AWS", "arn:…")`; `("*", "*")` for everybody."""
    not_principals: tuple[tuple[str, str], ...]
    """The same of NotPrincipal."""
    actions: tuple[str, ...]
    """Action."""
    not_actions: tuple[str, ...]
    """NotAction."""
    resources: tuple[str, ...]
    """Resource."""
    not_resources: tuple[str, ...]
    """NotResource."""
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(operator, key, values) triples, as `("StringEquals", "aws:PrincipalOrgID", ("o-…",))`."""

    @property
    def allows(self) -> bool:
        """Whether it is an Allow."""
        return self.effect == "Allow"

    def condition(self, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(operator, values) of every test on a key; keys are compared without case, as IAM does."""
        return tuple((operator, values) for operator, name, values in self.conditions if name.lower() == key.lower())


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document."""

    version: str
    """`2012-10-17`, `2008-10-17`, or empty, which means the latter."""
    statements: tuple[Statement, ...]
    """Its statements in order."""

    @property
    def allows(self) -> tuple[Statement, ...]:
        """Its Allow statements."""
        return tuple(statement for statement in self.statements if statement.allows)

    @property
    def denies(self) -> tuple[Statement, ...]:
        """Its Deny statements."""
        return tuple(statement for statement in self.statements if not statement.allows)


class MalformedPolicy(ValueError):
    """A text is no policy document; AWS would refuse it."""


def document(graph: Graph, node: Node, path: str) -> Document | None:
    """The document at an attribute, None where there is none. Raises: UnknownValue, MalformedPolicy."""
    value = node.get(path)
    if value is None or value == "":
        return None
    texts = graph.cached(_texts)
    text = texts.get((node.address, path)) or json_text(graph, value)
    if text is None:
        raise UnknownValue(node.address, path, "the document is some other resource's attribute")
    texts[node.address, path] = text
    try:
        return parse(text)
    except MalformedPolicy as error:
        raise MalformedPolicy(f"{path} of {node.address}: {error}") from None


def _texts(graph: Graph) -> dict[tuple[str, str], str]:
    """The texts of a graph's documents by address and path, as they are asked for: a dozen rules read each."""
    return {}


def json_text(graph: Graph, value: Value) -> str | None:
    """A text with its references as what they name; None for some other resource's attribute or no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else _name(graph, part) for part in value.parts)
    if isinstance(value, Ref):
        found = identity(graph, value)
        return found if isinstance(found, str) else None
    return None


def _name(graph: Graph, ref: Ref) -> str:
    """What a reference names, safe inside JSON text; an id that AWS assigns reads `<id of address>`."""
    return json.dumps(str(identity(graph, ref)), ensure_ascii=False)[1:-1]


@lru_cache(maxsize=4096)
def parse(text: str) -> Document:
    """The document of a JSON text. Raises: MalformedPolicy."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise MalformedPolicy(f"not JSON: {error.msg}") from None
    if not isinstance(data, dict) or "Statement" not in data:
        raise MalformedPolicy("has no Statement")
    statements = data["Statement"]
    return Document(
        str(data.get("Version", "")),
        tuple(_statement(entry) for entry in (statements if isinstance(statements, list) else [statements])),
    )


def _statement(entry: Any) -> Statement:
    if not isinstance(entry, Mapping) or entry.get("Effect") not in ("Allow", "Deny"):
        raise MalformedPolicy("a statement has no Effect of Allow or Deny")
    return Statement(
        sid=str(entry.get("Sid", "")),
        effect=entry["Effect"],
        principals=_principals(entry.get("Principal")),
        not_principals=_principals(entry.get("NotPrincipal")),
        actions=_many(entry.get("Action")),
        not_actions=_many(entry.get("NotAction")),
        resources=_many(entry.get("Resource")),
        not_resources=_many(entry.get("NotResource")),
        conditions=tuple(
            (operator, key, _many(values))
            for operator, tests in sorted((entry.get("Condition") or {}).items())
            for key, values in sorted(tests.items())
        ),
    )


def _principals(value: Any) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (("*", value),)
    return tuple((kind, each) for kind, values in sorted(value.items()) for each in _many(values))


def _many(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in values)
