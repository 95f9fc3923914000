"""Whether a statement of a service or resource control policy can ever match a request, and where not, why.

Actions are AWS's own, resources have the forms that these actions take, keys are those that such requests have, and
who asks, or what is asked for, is of the accounts that the policy reaches. What is symbolic is taken to match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.symbolic.dead_tests import dead_tests, facts_of, is_had
from phizone_policies.proofs.access.symbolic.forms import forms, named_forms, services_of
from phizone_policies.proofs.access.symbolic.globs import apart, arn, exactly, glob
from phizone_policies.proofs.access.symbolic.keys import KeyTest, solve
from phizone_policies.proofs.access.symbolic.languages import TooEntangled, language, witness
from phizone_policies.proofs.access.symbolic.place import Place
from phizone_policies.proofs.access.symbolic.statements import ACTION, RESOURCE, Rule
from phizone_policies.proofs.access.symbolic.values import Text, Undecidable
from phizone_policies.proofs.access.symbolic.variables import Free
from phizone_policies.views.authorization import action_exists
from phizone_policies.views.dated import dated
from phizone_policies.views.documents import Document, Statement

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_WILD = frozenset("*?")
_PARTS = 6


@dataclass(frozen=True, slots=True)
class Idle:
    """Something in a statement that never matches."""

    statement: str
    """Its Sid in quotes, or `number 2`."""
    whole: bool
    """Whether the statement as a whole never matches, or only a part of it."""
    reason: str
    """Why, in a sentence without full stop."""


def idle(document: Document, place: Place) -> tuple[Idle, ...]:
    """What never matches in the statements of a document attached at a place. Raises: Undecidable."""
    found: list[Idle] = []
    for number, statement in enumerate(document.statements, start=1):
        name = f'"{statement.sid}"' if statement.sid else f"number {number}"
        rule = Rule("the policy", name, statement, document.version)
        parts = (*_dead_actions(statement, place), *_dead_resources(rule, place))
        reason = _never(rule, place)
        # What is said of a test says no more than that the whole never matches.
        tests = () if reason else dead_tests(statement, _living(statement, place), place)
        found += [Idle(name, False, each) for each in (*parts, *tests)]
        found += [Idle(name, True, reason)] if reason else []
    return tuple(found)


def _dead_actions(statement: Statement, place: Place) -> Iterator[str]:
    for pattern in statement.actions:
        if not action_exists(pattern):
            yield f"{pattern} is no action of AWS"
        elif place.caps_resources and not _is_reached(pattern):
            yield f"no resource control policy reaches {pattern}"


def _is_reached(pattern: str) -> bool:
    content = dated("rcp_services.yaml").content
    prefix = pattern.lower().partition(":")[0]
    reached = any(not apart(glob(prefix), exactly(service)) for service in content["services"])
    return reached and pattern.lower() not in content["spared"]


def _living(statement: Statement, place: Place) -> tuple[str, ...]:
    """Its patterns of actions that mean some."""
    reached = [each for each in statement.actions if not place.caps_resources or _is_reached(each)]
    return tuple(each for each in reached if action_exists(each))


def _dead_resources(rule: Rule, place: Place) -> Iterator[str]:
    statement = rule.statement
    meant = None if statement.not_actions else forms(_living(statement, place))
    for pattern in statement.resources:
        if "<" in pattern or "${" in pattern or not set(pattern) - _WILD:
            continue
        taken = named_forms(pattern) if meant is None else meant
        reason = _misshapen(pattern, place) or ("" if taken is None else _untaken(pattern, taken, place))
        if reason:
            yield f"{pattern} names nothing: {reason}"


def _misshapen(pattern: str, place: Place) -> str:
    """What no ARN has that a pattern asks for; a star can stand for several parts."""
    parts = pattern.split(":", _PARTS - 1)
    if len(parts) < _PARTS:
        return "" if "*" in pattern else "an ARN has six parts, divided by colons"
    if not _can_be(parts[0], "arn"):
        return "an ARN begins with arn:"
    if any("*" in part for part in parts[:3]):
        return ""  # One of these stars may as well hold colons.
    if not _can_be(parts[1], place.partition):
        return f"the accounts are of the partition {place.partition}"
    if not set(parts[3]) & _WILD and parts[3] and not _REGION.fullmatch(parts[3]):
        return f"{parts[3]} is no Region"
    accounts = place.accounts if place.caps_resources else place.known
    literal = parts[4].isdigit() and not set(parts[3]) & _WILD
    if literal and accounts and parts[4] not in accounts:
        return f"{parts[4]} is no account that the policy reaches" if place.caps_resources else _stranger(parts[4])
    return ""


def _stranger(account: str) -> str:
    return f"{account} is no account of the organization"


def _can_be(pattern: str, text: str) -> bool:
    return language(frozenset({glob(pattern)})).accepts(text)


def _untaken(pattern: str, taken: frozenset[str], place: Place) -> str:
    """Why none of the forms that some actions take is of a pattern, or nothing."""
    if not taken:
        return "no action takes a resource like it"
    named = (arn(each) for form in taken for each in place.named(form))
    sides = (frozenset({glob(pattern)}), frozenset(each for each in named if each is not None))
    try:
        found = witness(frozenset(map(language, sides)))
    except TooEntangled as error:
        raise Undecidable(str(error)) from None
    return (
        ""
        if found is not None
        else f"what its actions take are resources of {_listed(services_of(taken))} in another form"
    )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _never(rule: Rule, place: Place) -> str:
    """Why no request meets all of a statement, or nothing."""
    statement = rule.statement
    living = _living(statement, place)
    if statement.actions and not living:
        return "none of its actions can be asked of it"
    tests: dict[str, tuple[frozenset[KeyTest], bool]] = {}
    for literal in rule.compiled(lambda _: Free.ANY).matches:
        on_it, several = tests.get(literal.name) or (_facts(literal.name, statement, living, place), False)
        tests[literal.name] = on_it | {literal.test}, several or literal.several
    for name, (on_it, several) in tests.items():
        if solve(on_it, several) is None:
            return _told(name, statement, living)
    dead = tuple(_dead_resources(rule, place))
    if statement.resources and len(dead) == len(statement.resources):
        return "nothing that its Resource names is there to be asked of"
    return ""


def _facts(name: str, statement: Statement, living: tuple[str, ...], place: Place) -> frozenset[KeyTest]:
    """The tests that every request passes which one of some actions is asked in."""
    if name in (ACTION, RESOURCE):
        return frozenset({KeyTest(Text(language(frozenset({glob("?*")}))))})
    return facts_of(name, statement, living, place)


def _told(name: str, statement: Statement, living: tuple[str, ...]) -> str:
    if name == ACTION:
        return "it leaves out every action"
    if name == RESOURCE:
        return "it leaves out every resource"
    if not is_had(name, statement, living):
        return f"no action it names has the condition key {name}"
    asked = (
        f"{operator} {', '.join(values)}"
        for operator, key, values in sorted(statement.conditions)
        if key.lower() == name
    )
    return f"no request it could meet has {name} so that {' and '.join(asked)}"
