"""Requests and the denials that certainly meet them, whatever else is true of the caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from phizone_policies.views.documents import Statement

ANY_OBJECT = "\0" * 8
"""Key of an object that no pattern matches but one which matches every object."""

Context = Mapping[str, tuple[str, ...] | None]
"""Values by condition key in lower case; None for a key the request does not have. Others could have any value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something that somebody asks of AWS."""

    action: str
    """As `s3:GetObject`, or `s3:*` for every action of a service."""
    resource: str = "*"
    """ARN it is asked of; `*` for any resource at all."""
    context: Context = field(default_factory=dict)
    """What is known of its condition keys."""


def certainly_denied(statements: Iterable[Statement], request: Request) -> bool:
    """Whether some Deny meets the request for any value of the keys it leaves open.

    Principals of resource policies are compared with `*` only: a denial to everybody is certain, one to some is not.
    """
    return any(_denies(statement, request) for statement in statements)


def acts_on(statement: Statement, action: str) -> bool:
    """Whether a statement speaks of an action, by Action or by NotAction."""
    return acts(statement.actions, statement.not_actions, action)


@lru_cache(maxsize=65536)
def acts(actions: tuple[str, ...], not_actions: tuple[str, ...], action: str) -> bool:
    """Whether patterns of Action, or of NotAction where there are some, speak of an action."""
    if not_actions:
        return not any(
            glob(pattern, action, ignore_case=True) or glob(action, pattern, ignore_case=True)
            for pattern in not_actions
        )
    exact, heads, others = _sorted_out(actions)
    asked = action.lower()
    return asked in exact or asked.startswith(heads) or any(each.fullmatch(asked) for each in others)


@lru_cache(maxsize=65536)
def _sorted_out(actions: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...], tuple[re.Pattern[str], ...]]:
    """Patterns in lower case: those of one text, what stands before a star at the end, and all others."""
    exact, heads, others = set[str](), list[str](), list[re.Pattern[str]]()
    for each in map(str.lower, actions):
        if "*" not in each and "?" not in each:
            exact.add(each)
        elif "?" not in each and each.index("*") == len(each) - 1:
            heads.append(each[:-1])
        else:
            others.append(_compiled(each))
    return frozenset(exact), tuple(heads), tuple(others)


def glob(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether text is what a pattern of IAM says: `*` for any text, `?` for one character."""
    if ignore_case:
        pattern, text = pattern.lower(), text.lower()
    # Most patterns are one of these; asking the pattern itself costs ten times as much.
    if "?" not in pattern:
        stars = pattern.count("*")
        if not stars:
            return pattern == text
        if stars == 1 and pattern.endswith("*"):
            return text.startswith(pattern[:-1])
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=65536)
def _compiled(pattern: str) -> re.Pattern[str]:
    text = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.compile(text, re.DOTALL)


def _denies(statement: Statement, request: Request) -> bool:
    return (
        not statement.allows
        and not statement.not_principals
        and set(statement.principals) <= {("*", "*"), ("AWS", "*")}
        and acts_on(statement, request.action)
        and _covers(statement, request.resource)
        and all(holds(operator, values, request, key) for operator, key, values in statement.conditions)
    )


def _covers(statement: Statement, resource: str) -> bool:
    # A repository's policy names no resource: it is about what it stands on.
    if not statement.resources and not statement.not_resources:
        return True
    if statement.not_resources:
        return resource != "*" and not any(glob(pattern, resource) for pattern in statement.not_resources)
    if resource == "*":
        return any(set(pattern) == {"*"} for pattern in statement.resources)
    return any(glob(pattern, resource) for pattern in statement.resources)


def holds(operator: str, values: tuple[str, ...], request: Request, key: str) -> bool:
    """Whether a test on a key is certainly true of a request. Source: IAM User Guide, "Condition operators"."""
    if key.lower() not in request.context or any("${" in value for value in values):
        return False
    given = request.context[key.lower()]
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return all((given is None) == (value == "true") for value in values)
    if given is None:
        return name.endswith("IfExists") or quantifier == "ForAllValues" or (not quantifier and _is_negated(name))
    test = name.removesuffix("IfExists")
    found = [_compares(test, each, values) for each in given]
    return all(found) if quantifier == "ForAllValues" else any(found)


def _is_negated(operator: str) -> bool:
    return "Not" in operator


def _compares(operator: str, given: str, values: tuple[str, ...]) -> bool:
    """Whether one value passes a test; an operator that is not known here passes nothing."""
    positive = operator.replace("Not", "", 1)
    if positive not in _TESTS:
        return False
    return any(_TESTS[positive](given, value) for value in values) != _is_negated(operator)


def _arn(given: str, pattern: str) -> bool:
    """The six parts of an ARN are compared one by one."""
    parts, patterns = given.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(patterns) and all(map(glob, patterns, parts))


_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "ArnEquals": _arn,
    "ArnLike": _arn,
    "Bool": lambda given, value: given.lower() == value.lower(),
    "NumericEquals": lambda given, value: float(given) == float(value),
    "NumericLessThan": lambda given, value: float(given) < float(value),
    "NumericLessThanEquals": lambda given, value: float(given) <= float(value),
    "StringEquals": lambda given, value: given == value,
    "StringEqualsIgnoreCase": lambda given, value: given.lower() == value.lower(),
    "StringLike": lambda given, value: glob(value, given),
}
