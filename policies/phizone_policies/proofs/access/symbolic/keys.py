"""What a condition key can hold, absence and several values included, under all tests on it at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from phizone_policies.proofs.access.symbolic.languages import NOTHING
from phizone_policies.proofs.access.symbolic.values import FILLED, Test, Text, Undecidable, value

Held = tuple[str, ...] | None
"""The values of a key; None where it is not in the request."""


@dataclass(frozen=True, slots=True)
class KeyTest:
    """One test on a key: each operator, with quantifier and `IfExists`, and its negation is of this form."""

    test: Test
    """What is asked of a value."""
    wanted: bool = True
    """Whether that must hold, or must not."""
    absent: bool = False
    """Whether it holds where the key is not in the request."""
    every: bool = False
    """Whether every value must pass, or one is enough."""
    blank: bool = False
    """Whether an empty text counts as no value, as it does for `Null` and for the set operators."""
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Tests are looked up far more often than made.
        asked = (self.test, self.wanted, self.absent, self.every, self.blank)
        object.__setattr__(self, "_hash", hash(asked))

    def __hash__(self) -> int:
        return self._hash

    @property
    def negated(self) -> KeyTest:
        """The test that holds exactly where this one does not."""
        return replace(self, wanted=not self.wanted, absent=not self.absent, every=not self.every)

    def holds(self, held: Held) -> bool:
        """Whether it holds for what a key holds."""
        if held is None or (self.blank and not any(held)):
            return self.absent
        passing = (self.test.accepts(each) == self.wanted for each in held)
        return all(passing) if self.every else any(passing)


IS_ABSENT = KeyTest(Text(NOTHING), wanted=True, absent=True, every=True, blank=True)
"""Holds where the key is not in the request."""
IS_PRESENT = IS_ABSENT.negated
"""Holds where it is."""
ALWAYS = KeyTest(Text(NOTHING), wanted=False, absent=True, every=True)
"""Holds for whatever a key holds."""
NEVER = KeyTest(Text(NOTHING), wanted=True, absent=False, every=False)
"""Holds for nothing."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a key can hold."""

    held: Held
    """An example."""


@lru_cache(maxsize=262144)
def solve(tests: frozenset[KeyTest], several: bool) -> Solved | None:
    """Something that a key, with one or several values, can hold under all tests; None for nothing.

    Raises: Undecidable.
    """
    if all(test.absent for test in tests):
        return Solved(None)
    every = {(each.test, each.wanted) for each in tests if each.every} | {FILLED}
    some = {(each.test, each.wanted) for each in tests if not each.every}
    groups = [frozenset({*every, each}) for each in some] if several and some else [frozenset(every | some)]
    found = [value(group) for group in groups]
    texts = sorted({text for text in found if text is not None})
    if None not in found:
        return Solved(tuple(texts))
    return Solved(("",)) if all(test.holds(("",)) for test in tests) else None


__all__ = ["ALWAYS", "IS_ABSENT", "IS_PRESENT", "NEVER", "Held", "KeyTest", "Solved", "Undecidable", "solve"]
