"""`aws.iam.get_policy_document`, which needs no AWS: statements to JSON as the Terraform provider writes it.

Source: terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from phizone_stacks.capture.invokes.answers import Answer, Arguments, Caller, Function, RefusedCall

Document = dict[str, Any]
_VERSION = "2012-10-17"


def _policy_document(_: Caller, arguments: Arguments) -> Answer | None:
    merged: Document = {}
    sids: set[str] = set()
    for text in arguments.get("sourcePolicyDocuments") or ():
        source = _parsed(text)
        if source is None:
            return None
        _require_new_sids(source, sids)
        _merge(merged, source)
    _merge(merged, _own(arguments))
    for text in arguments.get("overridePolicyDocuments") or ():
        override = _parsed(text)
        if override is None:
            return None
        _merge(merged, override)
    written = _written(merged)
    return {"id": "policy", "json": _go(written, 2), "minifiedJson": _go(written, None), "version": merged["Version"]}


def _parsed(text: Any) -> Document | None:
    """A document given as text; None for one that is not known before apply."""
    if not isinstance(text, str) or not text.strip():
        return {}
    try:
        document = json.loads(text)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    statements = document.get("Statement", [])
    return {**document, "Statement": statements if isinstance(statements, list) else [statements]}


def _require_new_sids(source: Document, sids: set[str]) -> None:
    for statement in source.get("Statement", ()):
        sid = statement.get("Sid")
        if sid and sid in sids:
            raise RefusedCall(f"duplicate Sid ({sid}) in source_policy_documents; every statement's Sid must be unique")
        sids.add(sid)


def _merge(into: Document, new: Document) -> None:
    """A later statement takes the place of an earlier one with its Sid; a later id and a newer version win."""
    if new.get("Id"):
        into["Id"] = new["Id"]
    into["Version"] = max(into.get("Version", ""), new.get("Version", ""))
    statements = into.setdefault("Statement", [])
    for statement in new.get("Statement", ()):
        sids = [each.get("Sid") for each in statements]
        if statement.get("Sid") and statement["Sid"] in sids:
            statements[sids.index(statement["Sid"])] = statement
        else:
            statements.append(statement)


def _own(arguments: Arguments) -> Document:
    statements = [_statement(each) for each in arguments.get("statements") or ()]
    sids = [statement["Sid"] for statement in statements if statement.get("Sid")]
    twice = sorted({sid for sid in sids if sids.count(sid) > 1})
    if twice:
        raise RefusedCall(f"duplicate Sid ({', '.join(twice)}); remove the Sid or make it unique")
    document = {"Version": arguments.get("version") or _VERSION, "Statement": statements}
    return {**document, "Id": arguments["policyId"]} if arguments.get("policyId") else document


def _statement(given: Mapping[str, Any]) -> Document:
    lists = {
        "Action": _sorted(given.get("actions")),
        "NotAction": _sorted(given.get("notActions")),
        "Resource": _sorted(_variables(given.get("resources"))),
        "NotResource": _sorted(_variables(given.get("notResources"))),
        "Principal": _principals(given.get("principals") or ()),
        "NotPrincipal": _principals(given.get("notPrincipals") or ()),
        "Condition": _conditions(given.get("conditions") or ()),
    }
    head = {"Sid": given.get("sid") or "", "Effect": given.get("effect") or "Allow"}
    return {name: value for name, value in {**head, **lists}.items() if value}


def _variables(values: Iterable[str] | None) -> list[str]:
    """The provider's own spelling of an IAM variable, `&{aws:username}`, in IAM's."""
    return [value.replace("&{", "${") for value in values or ()]


def _sorted(values: Iterable[str] | None) -> str | list[str]:
    """A set as the provider writes it: one member alone, several in descending order."""
    members = sorted(set(values or ()), reverse=True)
    return members[0] if len(members) == 1 else members


def _principals(given: Iterable[Mapping[str, Any]]) -> str | Document:
    found: dict[str, list[str]] = {}
    for each in given:
        found.setdefault(each["type"], []).extend(sorted(set(_variables(each["identifiers"])), reverse=True))
    if found == {"*": ["*"]}:
        return "*"
    return {kind: names[0] if len(names) == 1 else names for kind, names in found.items()}


def _conditions(given: Iterable[Mapping[str, Any]]) -> Document:
    found: dict[str, dict[str, list[str]]] = {}
    for each in given:
        found.setdefault(each["test"], {}).setdefault(each["variable"], []).extend(_variables(each["values"]))
    return {
        test: {key: values[0] if len(values) == 1 else values for key, values in keys.items()}
        for test, keys in found.items()
    }


_ORDER = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")


def _written(document: Document) -> Document:
    """The document with its fields in the provider's order, the keys of maps sorted."""
    statements = [{name: _by_key(each[name]) for name in _ORDER if each.get(name)} for each in document["Statement"]]
    whole = {"Version": document.get("Version"), "Id": document.get("Id"), "Statement": statements}
    return {name: value for name, value in whole.items() if value}


def _by_key(value: Any) -> Any:
    return {key: _by_key(value[key]) for key in sorted(value)} if isinstance(value, dict) else value


def _go(document: Document, indent: int | None) -> str:
    """JSON as Go's encoder writes it, which escapes what HTML would read."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(document, indent=indent, separators=separators, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


WHOLE: Mapping[str, Function] = {"aws:iam/getPolicyDocument:getPolicyDocument": _policy_document}
"""Functions whose whole answer the arguments fix."""
