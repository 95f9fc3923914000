"""Policy documents made ready: the statements that speak of an action, their patterns and conditions compiled once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from phizone_policies.proofs.access.caller import Caller
from phizone_policies.proofs.access.conditions import Test, test_of
from phizone_policies.proofs.access.matching import acts, any_of
from phizone_policies.proofs.access.naming import Principals, principals_of
from phizone_policies.proofs.access.variables import VERSION, Context, expand, has_variables
from phizone_policies.views.documents import Document, Statement

Covers = Callable[[str, Context], bool]
"""Whether a statement speaks of a resource."""
# Indexes of so many documents are kept; then all are made anew, which costs less than to hold them by use.
_KEPT = 65536


class Asked(NamedTuple):
    """A request made ready: who asks, and all its condition keys; a tuple, for one is made for every decision."""

    who: Caller
    """Who asks."""
    action: str
    """In lower case."""
    service: str
    """Prefix of the action, in lower case."""
    resource: str
    """ARN, or `*`."""
    resource_account: str
    """Whose the resource is; empty where that is not known."""
    context: Context
    """Given and implied."""
    bounded: bool
    """Whether who asks has a permissions boundary."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement made ready."""

    name: str
    """Its Sid in quotes, or `number 2`."""
    allows: bool
    """Whether it is an Allow."""
    everywhere: bool
    """Whether it is about every resource."""
    covers: Covers | None
    """Whether it is about a resource; None where it names none, which in a resource's policy means that resource."""
    tests: tuple[Test, ...]
    """Its conditions."""
    principals: Principals | None
    """Whom it means; None where it names nobody."""

    def meets(self, asked: Asked, without_resource: bool) -> bool:
        """Whether resource and conditions are met; `without_resource` is the answer where it names no resource."""
        context = asked.context
        if not self.everywhere:
            covered = without_resource if self.covers is None else self.covers(asked.resource, context)
            if not covered:
                return False
        # A loop, for a generator takes longer than most tests.
        for test in self.tests:  # noqa: SIM110
            if not test(context):
                return False
        return True


Rules = tuple[tuple[Rule, ...], tuple[Rule, ...]]
"""Allow statements and Deny statements."""
Numbered = tuple[tuple[tuple[int, Rule], ...], tuple[tuple[int, Rule], ...]]
"""The same of several documents, each with its document's number from 1."""


class Index:
    """The statements of a document by the actions they are asked about."""

    __slots__ = ("_made", "_speaks", "_statements", "_variables", "by_action")

    def __init__(self, document: Document) -> None:
        self._variables = document.version == VERSION
        self._statements = document.statements
        self._speaks = tuple(acts(each.actions, each.not_actions) for each in document.statements)
        self._made: dict[int, Rule] = {}
        self.by_action: dict[str, Rules] = {}
        """Those about an action in lower case, of the actions asked so far."""

    def sort(self, action: str) -> Rules:
        """Those about an action, kept from now on."""
        speaking = [self._rule(place) for place, speaks in enumerate(self._speaks) if speaks(action)]
        found = tuple(rule for rule in speaking if rule.allows), tuple(rule for rule in speaking if not rule.allows)
        self.by_action[action] = found
        return found

    def _rule(self, place: int) -> Rule:
        """A statement made ready when it first speaks of what is asked: of most documents few ever do."""
        if place not in self._made:
            self._made[place] = _rule(place + 1, self._statements[place], self._variables)
        return self._made[place]


_INDEXES: dict[int, tuple[Document, Index]] = {}


def rules_about(document: Document, action: str) -> Rules:
    """The statements of a document about an action in lower case.

    Its index is made once and held by identity, for to compare documents takes longer than a decision.
    """
    held = _INDEXES.get(id(document)) or _hold(document)
    return held[1].by_action.get(action) or held[1].sort(action)


_GROUPS: dict[int, tuple[tuple[Document, ...], dict[str, Numbered]]] = {}


def numbered_about(documents: tuple[Document, ...], action: str) -> Numbered:
    """The statements of several documents about an action in lower case; held by identity, too."""
    held = _GROUPS.get(id(documents)) or _hold_group(documents)
    return held[1].get(action) or _sort_group(held, action)


def _sort_group(held: tuple[tuple[Document, ...], dict[str, Numbered]], action: str) -> Numbered:
    documents, by_action = held
    rules = [(number, rules_about(document, action)) for number, document in enumerate(documents, start=1)]
    found = (
        tuple((number, rule) for number, each in rules for rule in each[0]),
        tuple((number, rule) for number, each in rules for rule in each[1]),
    )
    by_action[action] = found
    return found


def _hold_group(documents: tuple[Document, ...]) -> tuple[tuple[Document, ...], dict[str, Numbered]]:
    if len(_GROUPS) >= _KEPT:
        _GROUPS.clear()
    held: tuple[tuple[Document, ...], dict[str, Numbered]] = documents, {}
    _GROUPS[id(documents)] = held
    return held


_ALONE: dict[int, tuple[Document]] = {}


def alone(document: Document) -> tuple[Document]:
    """A document as the same tuple of one each time."""
    found = _ALONE.get(id(document))
    if found is None:
        if len(_ALONE) >= _KEPT:
            _ALONE.clear()
        found = _ALONE[id(document)] = (document,)
    return found


def _hold(document: Document) -> tuple[Document, Index]:
    if len(_INDEXES) >= _KEPT:
        _INDEXES.clear()
    held = document, Index(document)
    _INDEXES[id(document)] = held
    return held


def _rule(number: int, statement: Statement, variables: bool) -> Rule:
    return Rule(
        name=f'"{statement.sid}"' if statement.sid else f"number {number}",
        allows=statement.allows,
        everywhere="*" in statement.resources,
        covers=_covers(statement, variables),
        tests=tuple(test_of(operator, key, values, variables) for operator, key, values in statement.conditions),
        principals=principals_of(statement),
    )


def _covers(statement: Statement, variables: bool) -> Covers | None:
    patterns = statement.not_resources or statement.resources
    if not patterns:
        return None
    test = _some_matches(patterns, variables)
    if statement.not_resources:
        return lambda resource, context: not test(resource, context)
    return test


def _some_matches(patterns: tuple[str, ...], variables: bool) -> Covers:
    """The test whether some pattern matches a resource; one with a variable that has no value matches none."""
    if not variables or not any(map(has_variables, patterns)):
        fixed = any_of(patterns)
        return lambda resource, _: fixed(resource)

    def test(resource: str, context: Context) -> bool:
        expanded = (expand(pattern, context) for pattern in patterns)
        return any_of(tuple(each for each in expanded if each is not None))(resource)

    return test
