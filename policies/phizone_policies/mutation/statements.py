"""How a policy document can be broken: its statements, their conditions, and what they name."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from phizone_stacks.graph.values import Ref, Template

Text = str | Template
"""A document as a node holds it."""
_MARK = "\u2060{}\u2060"
_MARKED = re.compile("\u2060(\\d+)\u2060")


def is_policy(value: Text) -> bool:
    """Whether a text is a policy document."""
    first = value.parts[0] if isinstance(value, Template) else value
    return isinstance(first, str) and first.lstrip().startswith("{") and '"Statement"' in _joined(value)[0]


def broken_statements(value: Text) -> Iterator[tuple[str, str, Text]]:
    """(operator, statement, document) for every way to break a document, in a fixed order.

    A statement is told by its effect and Sid. What an Allow loses only takes away; it is tried all the same.
    """
    found = statements(value)

    def made(changed: list[Any]) -> Text:
        return edited(value, lambda _: changed)

    for place, statement in enumerate(found):
        name = f"{statement.get('Effect')}.{re.sub('[0-9]+$', '', str(statement.get('Sid', '')))}"
        before, after = found[:place], found[place + 1 :]
        yield "delete statement", name, made([*before, *after])
        for operator, path, changed in _broken(statement):
            yield operator, f"{name}.{path}".rstrip("."), made([*before, changed, *after])
    yield "add statement", "", made([*found, _everything(found)])


def edited(value: Text, change: Callable[[list[Any]], list[Any]]) -> Text:
    """The document with its statements put through `change`; a reference in it stays one."""
    text, refs = _joined(value)
    return _parted(json.dumps({**json.loads(text), "Statement": change(statements(value))}), refs)


def statements(value: Text) -> list[dict[str, Any]]:
    """The statements of a document; a mark stands for each reference."""
    found = json.loads(_joined(value)[0])["Statement"]
    return found if isinstance(found, list) else [found]


def _broken(statement: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    allows = statement.get("Effect") == "Allow"
    for operator, tests in (statement.get("Condition") or {}).items():
        for key in tests:
            changed = copy.deepcopy(statement)
            del changed["Condition"][operator][key]
            yield "delete condition", f"{operator}.{key}", changed
    if not allows:
        yield "flip effect", "", {**statement, "Effect": "Allow"}
    for element in ("Action", "Resource", "Principal"):
        if element not in statement:
            continue
        if allows and statement[element] != "*":
            yield "widen", element, {**statement, element: "*"}
        if not allows and isinstance(statement[element], list) and len(statement[element]) > 1:
            for each in statement[element]:
                rest = [other for other in statement[element] if other != each]
                yield "narrow", element, {**statement, element: rest}


def _everything(statements: list[Any]) -> dict[str, Any]:
    """A statement that allows all; everybody where the document names principals."""
    principals = any("Principal" in statement or "NotPrincipal" in statement for statement in statements)
    who = {"Principal": "*"} if principals else {}
    action = "sts:AssumeRole" if principals and not any("Resource" in each for each in statements) else "*"
    where = {} if action != "*" else {"Resource": "*"}
    return {"Sid": "Everything", "Effect": "Allow", "Action": action, **who, **where}


def _joined(value: Text) -> tuple[str, list[Ref]]:
    """The text with a mark for each reference, which JSON keeps as it is."""
    if isinstance(value, str):
        return value, []
    refs = [part for part in value.parts if isinstance(part, Ref)]
    numbers = iter(range(len(refs)))
    parts = [part if isinstance(part, str) else _MARK.format(next(numbers)) for part in value.parts]
    return "".join(parts), refs


def _parted(text: str, refs: list[Ref]) -> Text:
    """The text with its references back in place of the marks."""
    pieces = _MARKED.split(text.replace("\\u2060", "\u2060"))
    parts: list[str | Ref] = [refs[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces)]
    kept = tuple(part for part in parts if part != "")
    return Template(kept) if any(isinstance(part, Ref) for part in kept) else "".join(map(str, kept))
