"""Mutants of the organization's policies: a statement that no longer means anybody, a policy that stands nowhere."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from phizone_policies.check import View
from phizone_policies.mutation.hops.making import broken, given, without
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.statements import edited, is_policy, statements
from phizone_policies.mutation.values import FOREIGN_ACCOUNT
from phizone_policies.views.organization import RESOURCE_CONTROL, SERVICE_CONTROL
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Template

TYPO = "typo in a condition key"
"""A condition asks a key that AWS does not have."""
MALFORMED = "ARN with a part too few"
"""A statement names what no ARN can be."""
ACCOUNT = "ARN of a foreign account"
"""A statement names what is in an account that is nobody's of ours."""
UNATTACHED = "policy not attached"
"""A policy no longer stands above anything."""
OPERATORS = (TYPO, MALFORMED, ACCOUNT, UNATTACHED)
"""Every operator of this module."""
MATCHES = "every_guardrail_can_match"
"""The claim that guardrails are tried on."""
ATTACHMENT = "aws_organizations_policy_attachment"
"""Type of what puts a policy above accounts."""
POLICY = "aws_organizations_policy"
"""Type of the policies."""
_ARN = re.compile(r"(arn:[^:]*:[^:]*:[^:]*):([^:]*):(.*)", re.DOTALL)
_Statement = dict[str, Any]
_Broken = tuple[str, str, str, _Statement]


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of the policies that cap what accounts may do."""
    for policy in view.judged(POLICY):
        if policy.get("type") not in (SERVICE_CONTROL, RESOURCE_CONTROL):
            continue
        yield from _of_statements(policy)
        # Without one attachment of several a claim still holds by the layer beneath, as a boundary or a bucket's own
        # policy, which is why there are two; openings of both at once are in sharing.py.
        attachments = view.graph.referrers(policy, ATTACHMENT)
        if attachments:
            yield without(UNATTACHED, MATCHES, attachments)


def _of_statements(policy: Node) -> Iterator[Mutant]:
    content = policy.get("content")
    if not isinstance(content, str | Template) or not is_policy(content):
        return
    for place, statement in enumerate(statements(content)):
        for operator, where, reads, changed in _broken(statement):
            text = edited(content, _replacing(place, changed))
            sid = f"content.{statement.get('Effect')}.{statement.get('Sid', place)}.{where}"
            yield broken(operator, MATCHES, given(policy, content=text), path=sid, to=reads)


def _replacing(place: int, changed: _Statement) -> Callable[[list[Any]], list[Any]]:
    return lambda found: [*found[:place], changed, *found[place + 1 :]]


def _broken(statement: _Statement) -> Iterator[_Broken]:
    for operator, tests in (statement.get("Condition") or {}).items():
        for key in tests:
            changed = copy.deepcopy(statement)
            values = changed["Condition"][operator].pop(key)
            changed["Condition"][operator][key[:-1]] = values
            yield TYPO, f"{operator}.{key}", key[:-1], changed
            yield from _of_arns(statement, f"{operator}.{key}", "Condition", operator, key)
    for element in ("Resource", "NotResource"):
        if element in statement:
            yield from _of_arns(statement, element, element)


def _of_arns(statement: _Statement, where: str, *path: str) -> Iterator[_Broken]:
    """Every ARN at a path without its account, and in another, where it has one."""
    value: Any = statement
    for step in path:
        value = value[step]
    for place, text in enumerate(value if isinstance(value, list) else [value]):
        found = _ARN.fullmatch(text)
        if found is None:
            continue
        start, account, rest = found.groups()
        wrong = {MALFORMED: f"{start}:{rest}", ACCOUNT: f"{start}:{FOREIGN_ACCOUNT}:{rest}" if account else ""}
        for operator, reads in wrong.items():
            if reads:
                yield operator, where, reads, _with(statement, path, place, reads)


def _with(statement: _Statement, path: tuple[str, ...], place: int, text: str) -> _Statement:
    changed = copy.deepcopy(statement)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    old = at[path[-1]]
    at[path[-1]] = [*old[:place], text, *old[place + 1 :]] if isinstance(old, list) else text
    return changed
