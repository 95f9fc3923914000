"""A second evaluator that knows no index and no engine: the guide's flow chart, written down over a case's JSON.

It shares nothing with `decide` but the list of services that take resource control policies. Source: IAM User Guide,
"Policy evaluation logic".
"""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from fnmatch import translate
from typing import Any

import pytest

from phizone_policies.views.dated import dated

Case = Mapping[str, Any]
RCP_SERVICES = frozenset(dated("rcp_services.yaml").content["services"])
STAR = "\ue000"
LOCAL_KMS = {"kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"}


def many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def like(pattern: str, text: str) -> bool:
    return re.fullmatch(translate(pattern.replace("[", "[[]").replace(STAR, "[*]")), text) is not None


def filled(text: str, asked: Case) -> str | None:
    """A text with its variables' values, in which a star is only a star; None where one has none."""
    found = re.fullmatch(r"(.*)\$\{([^},]+)(?:, '([^']*)')?\}(.*)", text)
    if found is None:
        return text
    before, key, default, after = found.groups()
    value = "".join(asked["context"].get(key.lower(), [])) or default
    return None if value is None else before + value.replace("*", STAR) + after


def compare(operator: str, wanted: str, given: str, asked: Case) -> bool:
    if operator.startswith(("String", "Arn")):
        expanded = filled(wanted, asked)
        if expanded is None:
            return False
        if operator == "StringEqualsIgnoreCase":
            return expanded.replace(STAR, "*").lower() == given.lower()
        if operator == "StringEquals":
            return expanded.replace(STAR, "*") == given
        if operator == "StringLike":
            return like(expanded, given)
        parts, texts = expanded.split(":", 5), given.split(":", 5)
        return len(parts) == len(texts) == 6 and all(map(like, parts, texts))
    if operator == "Bool":
        return wanted.lower() == given.lower()
    if operator == "BinaryEquals":
        return base64.b64decode(wanted) == base64.b64decode(given)
    if operator == "IpAddress":
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    read = moment if operator.startswith("Date") else float
    left, right, order = read(given), read(wanted), re.sub("Date|Numeric", "", operator)
    return {"E": left == right, "L": left < right, "G": left > right}[order[0]] or (
        order.endswith("ThanEquals") and left == right
    )


def moment(text: str) -> float:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def met(operator: str, key: str, wanted: Any, asked: Case) -> bool:
    given = asked["context"].get(key.lower(), [])
    wanted = [str(each).lower() if isinstance(each, bool) else str(each) for each in many(wanted)]
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return any((each == "true") == (not given) for each in wanted)
    if not given and name.endswith("IfExists"):
        return True
    name = name.removesuffix("IfExists")
    positive = name.replace("Not", "", 1)
    matches = [any(compare(positive, each, value, asked) for each in wanted) for value in given]
    if quantifier:
        right = [match == (positive == name) for match in matches]
        return all(right) if quantifier == "ForAllValues" else any(right)
    return any(matches) == (positive == name)


def named(element: Any, asked: Case) -> str:
    """How an element names who asks: `itself`, `role`, `account` or nothing."""
    who, texts = asked["request"]["principal"], [element] if element == "*" else []
    texts += [text for each in (element.values() if isinstance(element, dict) else ()) for text in many(each)]
    if "*" in texts or (who in texts and asked["kind"] != "role"):
        return "itself"
    if asked["role"] and asked["role"] in texts:
        return "role"
    mine = {asked["account"], f"arn:aws:iam::{asked['account']}:root"} if asked["account"] else set()
    return ("itself" if asked["kind"] == "root" else "account") if mine & set(texts) else ""


def spared(element: Any, asked: Case) -> bool:
    who, texts = asked["request"]["principal"], [text for each in element.values() for text in many(each)]
    if asked["kind"] in ("service", "anonymous"):
        return who in texts
    if asked["kind"] == "root":
        return bool({who, asked["account"]} & set(texts))
    needed = {who, asked["role"] or who}
    account = {asked["account"], f"arn:aws:iam::{asked['account']}:root"} & set(texts)
    return needed <= set(texts) and bool(account) and "boundary" not in asked["case"]


def speaks(statement: Case, asked: Case, on_resource: bool) -> str:
    """How a statement speaks of the request: as `named` says, or nothing."""
    action, resource = asked["request"]["action"].lower(), asked["request"]["resource"]
    if any(like(each.lower(), action) for each in many(statement.get("Action"))) == ("NotAction" in statement):
        return ""
    if "NotAction" in statement and any(like(each.lower(), action) for each in many(statement["NotAction"])):
        return ""
    patterns = [filled(each, asked) for each in many(statement.get("Resource") or statement.get("NotResource"))]
    covered = any(each is not None and like(each, resource) for each in patterns)
    if patterns and covered == ("NotResource" in statement):
        return ""
    tests = [
        (operator, key, each) for operator, keys in statement.get("Condition", {}).items() for key, each in keys.items()
    ]
    if not all(met(*test, asked) for test in tests):
        return ""
    if not on_resource:
        return "itself"
    if "NotPrincipal" not in statement:
        return named(statement["Principal"], asked)
    if statement["Effect"] == "Allow":
        return "" if named(statement["NotPrincipal"], asked) else "itself"
    return "" if spared(statement["NotPrincipal"], asked) else "itself"


def said(policies: Any, effect: str, asked: Case, on_resource: bool = False) -> set[str]:
    return {
        speaks(statement, asked, on_resource)
        for policy in policies or ()
        for statement in many(policy["Statement"])
        if statement["Effect"] == effect
    } - {""}


def known(case: Case) -> dict[str, Any]:
    """The case with what follows from who asks."""
    request = case["request"]
    who, account = request["principal"], ""
    kind = "anonymous" if who == "*" else "service"
    if who.startswith("arn:"):
        account, rest = who.split(":", 5)[4:]
        kind = {"assumed-role": "session", "federated-user": "federated"}.get(rest.split("/")[0], rest.split("/")[0])
    role = f"arn:aws:iam::{account}:role/{who.split('/')[1]}" if kind == "session" else who if kind == "role" else ""
    implied = {"aws:resourceaccount": request["resource_account"]}
    if account:
        implied |= {
            "aws:principalarn": role or who,
            "aws:principalaccount": account,
            "aws:principalisawsservice": "false",
        }
        implied |= {"kms:calleraccount": account} if request["action"].startswith("kms:") else {}
    if kind == "service":
        implied |= {"aws:principalisawsservice": "true"}
    context = {key: [value] for key, value in implied.items()}
    given = {key.lower(): [str(each) for each in many(values)] for key, values in request.get("context", {}).items()}
    return {
        "case": case,
        "request": request,
        "kind": kind,
        "account": account,
        "role": role,
        "context": context | given,
    }


def naive(case: Case) -> str:
    """The decision of a case without grants."""
    asked = known(case)
    request, who, kind = case["request"], case["request"]["principal"], asked["kind"]
    service = request["action"].split(":")[0]
    linked = "aws-service-role" in who
    scp = case.get("scp", []) if asked["account"] and not linked else []
    rcp = case.get("rcp", []) if service in RCP_SERVICES and not linked else []
    resource = many(case.get("resource_policy"))
    lockout = kind == "root" and asked["account"] == request["resource_account"] and "BucketPolicy" in request["action"]
    denials = [said(case.get(layer), "Deny", asked) for layer in ("identity", "boundary", "session")]
    denials += [said(level, "Deny", asked) for level in scp]
    denials += [said(level, "Deny", asked, True) for level in rcp]
    denials += [said([] if lockout else resource, "Deny", asked, True)]
    denials += [said(case.get("endpoint_policy"), "Deny", asked, True)]
    if any(denials):
        return "ExplicitlyDenied"
    if not all(said(level, "Allow", asked) for level in scp):
        return "ImplicitlyDenied"
    if "endpoint_policy" in case and not said(case["endpoint_policy"], "Allow", asked, True):
        return "ImplicitlyDenied"
    boundary = "boundary" not in case or bool(said(case["boundary"], "Allow", asked))
    session = "session" not in case or bool(said(case["session"], "Allow", asked))
    own = bool(said(case.get("identity"), "Allow", asked)) and boundary and session
    own = kind == "root" or (own and (kind != "federated" or "session" in case))
    by_resource = said(resource, "Allow", asked, True)
    if not asked["account"]:
        granted = bool(by_resource)
    elif asked["account"] != request["resource_account"]:
        granted = own and bool(by_resource) and request["action"] not in LOCAL_KMS
    else:
        direct = "itself" in by_resource or ("role" in by_resource and boundary and session)
        explicit = service == "kms" or request["action"] == "sts:AssumeRole"
        granted = direct or (own and (not explicit or "account" in by_resource))
    if kind == "root" and request["action"] == "sts:AssumeRole":
        granted = False
    return "Allowed" if granted else "ImplicitlyDenied"


@pytest.fixture(scope="session")
def by_the_chart() -> Callable[[Case], str]:
    """The second evaluator's decision of a case."""
    return naive
