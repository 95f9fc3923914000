"""A request that meets every clause: guessed, held against the clauses, and mended where one of them fails.

A model is what each variable holds. It is solved from the tests that were chosen so far; of the clauses that it fails
one with the fewest ways out is taken, and each of these ways is tried. Most clauses are never looked into, since the
first guess passes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.symbolic.keys import Held, KeyTest, solve
from phizone_policies.proofs.access.symbolic.statements import Literal
from phizone_policies.proofs.access.symbolic.values import Undecidable

LIMIT = 20_000
"""Choices after which a question counts as undecided."""
Model = Mapping[str, Held]
"""What each variable holds; one that is not named holds nothing."""
Tests = Mapping[str, tuple[frozenset[KeyTest], bool]]
"""The tests on each variable, and whether it can hold several values."""
Domain = Callable[[str], frozenset[KeyTest]]
"""The tests that a variable passes in every request."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A way to meet a clause."""

    literals: tuple[Literal, ...]
    """What must hold."""
    then: tuple[Clause, ...] = ()
    """Clauses that must be met, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """Something that must be so."""

    options: tuple[Option, ...]
    """The ways, one of which is enough."""
    reason: str
    """Why nothing is allowed where there is none, in a sentence without full stop."""


@dataclass(slots=True)
class Found:
    """What a search found."""

    model: Model | None = None
    """A model of everything; None for none."""
    blocked: dict[str, None] = field(default_factory=dict)
    """Reasons of the clauses that stood in the way, in the order they were met."""
    undecided: dict[str, None] = field(default_factory=dict)
    """What could not be decided on the way; with any of it, no model proves nothing."""


def search(tests: Tests, clauses: Iterable[Clause], domain: Domain) -> Found:
    """A model of some tests and clauses; a variable that no test names holds what its domain lets it hold."""
    found, model = Found(), dict[str, Held]()
    try:
        for name, (on_it, several) in tests.items():
            solved = solve(on_it, several)
            if solved is None:
                found.blocked[f"{name} can hold nothing"] = None
                return found
            model[name] = solved.held
    except Undecidable as error:
        found.undecided[str(error)] = None
        return found
    _Run(found, domain).extend(tests, model, tuple(clauses))
    return found


class _Run:
    """One search; remembers how far it went, and what variables hold that nothing was asked of."""

    def __init__(self, found: Found, domain: Domain) -> None:
        self.found, self.domain, self.steps = found, domain, 0
        self.idle: dict[str, Held] = {}

    def extend(self, tests: Tests, model: Model, clauses: tuple[Clause, ...]) -> bool:
        """Mends a model until every clause is met; False where none is."""
        chosen = self._hardest(tests, model, clauses)
        if chosen is None:
            self.found.model = {**self.idle, **model}
            return True
        clause, ways = chosen
        rest = tuple(each for each in clauses if each is not clause)
        if not ways:
            self.found.blocked[clause.reason] = None
        for option, more, mended in ways:
            self.steps += 1
            if self.steps > LIMIT:
                self.found.undecided[f"more than {LIMIT} combinations of statements"] = None
                return False
            if self.extend(more, mended, (*rest, *option.then)):
                return True
        return False

    def _hardest(
        self, tests: Tests, model: Model, clauses: tuple[Clause, ...]
    ) -> tuple[Clause, list[tuple[Option, Tests, Model]]] | None:
        """The clause that the model fails and that has the fewest ways, with them; None where all are met."""
        best = None
        for clause in clauses:
            if self._is_met(clause, model):
                continue
            ways = [way for option in clause.options if (way := self._way(option, tests, model)) is not None]
            if best is None or len(ways) < len(best[1]):
                best = clause, ways
            if not ways:
                break
        return best

    def _is_met(self, clause: Clause, model: Model) -> bool:
        try:
            return any(
                all(each.test.holds(self._held(each.name, model)) for each in option.literals)
                and all(self._is_met(each, model) for each in option.then)
                for option in clause.options
            )
        except Undecidable:
            return False

    def _held(self, name: str, model: Model) -> Held:
        if name in model:
            return model[name]
        if name not in self.idle:
            solved = solve(self.domain(name), several=False)
            self.idle[name] = solved.held if solved else None
        return self.idle[name]

    def _way(self, option: Option, tests: Tests, model: Model) -> tuple[Option, Tests, Model] | None:
        """The tests with an option's, and a model of them; None where they contradict each other."""
        more, mended = dict(tests), dict(model)
        for each in option.literals:
            on_it, several = more.get(each.name) or (self.domain(each.name), False)
            if each.test in on_it and each.name in mended:
                continue
            on_it, several = on_it | {each.test}, several or each.several
            more[each.name] = on_it, several
            try:
                solved = solve(on_it, several)
            except Undecidable as error:
                self.found.undecided[str(error)] = None
                return None
            if solved is None:
                return None
            mended[each.name] = solved.held
        return option, more, mended
