"""The policy text that `data.aws_iam_policy_document` will give, made of what a plan knows of its statements.

Source: the data source's documentation in the Terraform AWS provider: statement, principals and condition blocks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from phizone_stacks.graph.values import Ref, Template, Unknown, Value, template

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}
_OTHERS = ("source_json", "override_json", "source_policy_documents", "override_policy_documents")


def policy_text(attributes: Mapping[str, Value]) -> Value:
    """The policy as text with references; unknown where a part of it is, or where it is merged from other documents."""
    if any(attributes.get(name) for name in _OTHERS):
        return Unknown("it is merged from other policy documents")
    statements = attributes.get("statement") or []
    if not isinstance(statements, list):
        return Unknown("its statements are unknown")
    document: dict[str, Any] = {"Version": attributes.get("version") or "2012-10-17"}
    if attributes.get("policy_id"):
        document["Id"] = attributes["policy_id"]
    document["Statement"] = [_statement(each) if isinstance(each, dict) else each for each in statements]
    return _text(document)


def _statement(told: Mapping[str, Value]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": told.get("effect") or "Allow"}
    if told.get("sid"):
        statement["Sid"] = told["sid"]
    statement |= {word: told[name] for name, word in _LISTS.items() if told.get(name)}
    for name, word in _PRINCIPALS.items():
        blocks = told.get(name)
        if blocks:
            statement[word] = _principals(blocks)
    if told.get("condition"):
        statement["Condition"] = _conditions(told["condition"])
    return statement


def _principals(blocks: Value) -> Any:
    if not isinstance(blocks, list):
        return Unknown()
    found: dict[str, list[Value]] = {}
    for block in blocks:
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            return Unknown()
        given = block.get("identifiers")
        found.setdefault(str(block["type"]), []).extend(given if isinstance(given, list) else [Unknown()])
    # The provider writes the principal of type `*` as the bare star.
    return "*" if found == {"*": ["*"]} else found


def _conditions(blocks: Value) -> Any:
    if not isinstance(blocks, list):
        return Unknown()
    found: dict[str, dict[str, list[Value]]] = {}
    for block in blocks:
        if not isinstance(block, dict):
            return Unknown()
        test, variable, values = block.get("test"), block.get("variable"), block.get("values")
        if not isinstance(test, str) or not isinstance(variable, str):
            return Unknown()
        found.setdefault(test, {}).setdefault(variable, []).extend(values if isinstance(values, list) else [Unknown()])
    return found


def _text(document: Any) -> Value:
    """JSON text of a document in which references stand for text."""
    parts: list[str | Ref] = []
    if not _write(document, parts):
        return Unknown("a part of the policy is unknown")
    return template(parts)


def _write(value: Any, parts: list[str | Ref]) -> bool:
    if isinstance(value, Unknown):
        return False
    if isinstance(value, dict):
        return _write_all("{}", [([json.dumps(key), ": "], item) for key, item in value.items()], parts)
    if isinstance(value, list):
        return _write_all("[]", [([], item) for item in value], parts)
    if isinstance(value, (Ref, Template)):
        inner = value.parts if isinstance(value, Template) else (value,)
        quoted = [json.dumps(part)[1:-1] if isinstance(part, str) else part for part in inner]
        parts += ['"', *quoted, '"']
    else:
        parts.append(json.dumps(value))
    return True


def _write_all(marks: str, items: list[tuple[list[str], Any]], parts: list[str | Ref]) -> bool:
    parts.append(marks[0])
    for position, (before, item) in enumerate(items):
        parts += [", "] * bool(position) + before
        if not _write(item, parts):
            return False
    parts.append(marks[1])
    return True
