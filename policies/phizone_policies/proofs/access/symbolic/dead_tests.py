"""What requests have of condition keys, and the tests of a statement that therefore decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from phizone_policies.proofs.access.symbolic.conditions import condition
from phizone_policies.proofs.access.symbolic.domains import usual
from phizone_policies.proofs.access.symbolic.keys import IS_ABSENT, KeyTest, solve
from phizone_policies.proofs.access.symbolic.place import Place
from phizone_policies.views.authorization import action_takes, global_type, key_type
from phizone_policies.views.documents import Statement

_WILD = frozenset("*?")


def facts_of(key: str, statement: Statement, living: tuple[str, ...], place: Place) -> frozenset[KeyTest]:
    """The tests on a key in lower case that every request passes which asks one of the statement's living actions."""
    absent = frozenset({IS_ABSENT}) if not is_had(key, statement, living) else frozenset[KeyTest]()
    return place.facts.get(key, frozenset()) | usual(key) | absent


def is_had(key: str, statement: Statement, living: tuple[str, ...]) -> bool:
    """Whether requests for some actions have a key; of NotAction and of every service's, any that AWS knows."""
    if global_type(key):
        return True
    if statement.not_actions or any(set(each.partition(":")[0]) & _WILD for each in living):
        return bool(key_type(key))
    return any(action_takes(each, key) for each in living)


def dead_tests(statement: Statement, living: tuple[str, ...], place: Place) -> Iterator[str]:
    """Why a test always has the same answer, or a value of it is nobody's. Raises: Undecidable."""
    for operator, key, values in sorted(statement.conditions):
        if not is_had(key.lower(), statement, living):
            yield f"no action it names has the condition key {key}, so that {operator} always says the same of it"
            continue
        facts = facts_of(key.lower(), statement, living, place)
        for text in values:
            if operator.endswith("Null") or "${" in text or "<" in text:
                continue  # What is symbolic, or of the request itself, is taken for somebody's.
            if _is_nobodys(operator, text, facts):
                yield f"nothing that it could meet has {text} as {key}, which {operator} asks for"


def _is_nobodys(operator: str, text: str, facts: frozenset[KeyTest]) -> bool:
    """Whether no request holds a value that a test is about, whatever the test makes of it."""
    asked = replace(condition(operator, (text,)), wanted=True, absent=False, every=False)
    return solve(facts | {asked}, several=False) is None
