"""Statements as tests on variables: the action, the resource, and every condition key that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from phizone_policies.proofs.access.naming import Principals, principals_of
from phizone_policies.proofs.access.symbolic.conditions import condition
from phizone_policies.proofs.access.symbolic.globs import ANYTHING, glob
from phizone_policies.proofs.access.symbolic.keys import ALWAYS, KeyTest, solve
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.values import Text, Undecidable
from phizone_policies.proofs.access.symbolic.variables import VERSION, Lookup, escaped, named, substituted
from phizone_policies.views.authorization import key_type
from phizone_policies.views.documents import Document, Statement

ACTION = "action"
"""Variable of what is asked; condition keys hold a colon."""
_VARIABLE = re.compile(r"\$\{[^}]*\}")
RESOURCE = "resource"
"""Variable of what it is asked of."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A test on one variable."""

    name: str
    """The variable: `ACTION`, `RESOURCE`, or a condition key in lower case."""
    test: KeyTest
    """What must hold of it."""
    several: bool = False
    """Whether the variable can hold several values."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """When a statement speaks of a request, its principal apart, and when it does not.

    With a variable whose value is free, both hold for more requests than they should, and never for fewer.
    """

    matches: tuple[Literal, ...]
    """It does where all of these hold."""
    misses: tuple[Literal, ...]
    """It does not where one of these holds."""


@dataclass(eq=False)
class Rule:
    """A statement and where it stands; compared by identity."""

    layer: str
    """As `the service control policies`."""
    name: str
    """Its Sid in quotes, or `number 2`."""
    statement: Statement
    """The statement."""
    version: str
    """Version of its document."""
    action: KeyTest = field(init=False)
    """The actions it speaks of."""
    variables: frozenset[str] = field(init=False, default=frozenset())
    """Keys in lower case whose values stand in it."""
    principals: Principals | None = field(init=False)
    """Whom it means; None where it names nobody."""
    named: frozenset[str] = field(init=False, default=frozenset())
    """ARNs of principals that it names or spares."""
    _compiled: Compiled | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        given = self.statement
        self.action = actions(given.actions, given.not_actions)
        self.principals = principals_of(given)
        self.named = frozenset(text for kind, text in (*given.principals, *given.not_principals) if kind == "AWS")
        if self.version == VERSION:
            values = (value for _, _, values in given.conditions for value in values)
            self.variables = named((*given.resources, *given.not_resources, *values))

    @property
    def label(self) -> str:
        """How it is named to people."""
        return f"statement {self.name} of {self.layer}"

    def compiled(self, lookup: Lookup) -> Compiled:
        """Its tests, with what a function says for variables."""
        if self._compiled is not None:
            return self._compiled
        pairs = [(Literal(ACTION, self.action), Literal(ACTION, self.action.negated)), *self._resources(lookup)]
        for operator, key, values in self.statement.conditions:
            texts = self._texts(values, lookup)
            kind = key_type(key)
            several = kind.startswith("ArrayOf") or (not kind and ":" in operator)
            pairs.append(_pair(key.lower(), condition(operator, texts), several, free=_is_free(texts)))
        made = Compiled(tuple(one for one, _ in pairs), tuple(other for _, other in pairs))
        if not self.variables:
            self._compiled = made
        return made

    @cached_property
    def edges(self) -> tuple[tuple[str, str], ...] | None:
        """How each pattern of its Resource begins and ends, variables aside; None where it may be anything."""
        if self.statement.not_resources or self.omits_resource:
            return None
        cut = (_VARIABLE.sub("*", each) for each in self.statement.resources)
        return tuple((each.head, each.tail) for each in map(glob, cut))

    @cached_property
    def names_sessions(self) -> bool:
        """Whether it names or spares a session of a role."""
        return any(":assumed-role/" in each for each in self.named)

    @property
    def omits_resource(self) -> bool:
        """Whether it names no resource: in a resource's own policy it is about what it stands on."""
        return not (self.statement.resources or self.statement.not_resources)

    def _resources(self, lookup: Lookup) -> Iterator[tuple[Literal, Literal]]:
        """Its Resource or NotResource."""
        spared = self.statement.not_resources
        given = spared or self.statement.resources
        if given:
            texts = self._texts(given, lookup)
            test = KeyTest(Text(language(frozenset(map(glob, texts)))), wanted=not spared)
            yield _pair(RESOURCE, test, False, free=_is_free(texts))

    def _texts(self, given: tuple[str, ...], lookup: Lookup) -> tuple[str, ...]:
        """Texts with values for variables; those with a variable that has none match nothing and are left out."""
        if self.version != VERSION:
            return tuple(map(escaped, given))
        made = (substituted(each, lookup) for each in given)
        return tuple(each for each in made if each is not None)


def _is_free(texts: Iterable[str]) -> bool:
    return any(ANYTHING in text for text in texts)


def _pair(name: str, test: KeyTest, several: bool, *, free: bool) -> tuple[Literal, Literal]:
    """A test and its negation; where a value is free, all that may hold of each."""
    if not free:
        return Literal(name, test, several), Literal(name, test.negated, several)
    # More texts are in the language than will be, so that only a test that wants one of them stays a superset.
    return Literal(name, test if test.wanted else ALWAYS, several), Literal(
        name, ALWAYS if test.wanted else test.negated, several
    )


@lru_cache(maxsize=65536)
def actions(given: tuple[str, ...], spared: tuple[str, ...]) -> KeyTest:
    """The test on an action that Action, or NotAction where there is some, is."""
    patterns = frozenset(glob(each, fold=True) for each in spared or given)
    return KeyTest(Text(language(patterns)), wanted=not spared)


_KNOWN: dict[tuple[int, str], tuple[Document, tuple[Rule, ...]]] = {}
_MOST = 65536


def rules(document: Document, layer: str) -> tuple[Rule, ...]:
    """The statements of a document in a layer, the same objects each time."""
    key = (id(document), layer)
    found = _KNOWN.get(key)
    if found is None:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        made = (
            Rule(layer, f'"{statement.sid}"' if statement.sid else f"number {number}", statement, document.version)
            for number, statement in enumerate(document.statements, start=1)
        )
        # The document is kept, so that nobody else gets its id.
        found = _KNOWN[key] = (document, tuple(made))
    return found[1]


_SPEAKING: dict[tuple[int, str, frozenset[KeyTest]], tuple[Document, tuple[Rule, ...]]] = {}


def speaking(document: Document, layer: str, asked: frozenset[KeyTest]) -> tuple[Rule, ...]:
    """The statements of a document in a layer that speak of some action which passes these tests."""
    key = (id(document), layer, asked)
    found = _SPEAKING.get(key)
    if found is None:
        if len(_SPEAKING) >= _MOST:
            _SPEAKING.clear()
        about = (rule for rule in rules(document, layer) if certain(asked, rule.action) is not False)
        found = _SPEAKING[key] = (document, tuple(about))
    return found[1]


@lru_cache(maxsize=65536)
def certain(known: frozenset[KeyTest], test: KeyTest) -> bool | None:
    """Whether an action or a resource that passes some tests is certain to pass another, or not to; None for either."""
    listed = _listed(known)
    if listed is not None:
        passing = {test.holds((text,)) for text in listed}
        return None if len(passing) > 1 else passing == {True}
    try:
        if solve(known | {test}, several=False) is None:
            return False
        return True if solve(known | {test.negated}, several=False) is None else None
    except Undecidable:
        return None


@lru_cache(maxsize=65536)
def _listed(known: frozenset[KeyTest]) -> tuple[str, ...] | None:
    """All texts that pass some tests, where one of them lists its texts; None where none does."""
    languages = (each.test.language for each in known if isinstance(each.test, Text) and each.wanted)
    texts = next((each.texts for each in languages if each.texts is not None), None)
    if texts is None:
        return None
    return tuple(text for text in texts if all(test.holds((text,)) for test in known))
