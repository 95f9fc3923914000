"""Unions of patterns as languages: a text in all of these and in none of those, by lazy subset construction.

A language is one nondeterministic automaton whose states are bits of an int: a step is three operations on ints
whatever the number of patterns, and only states on the way to a witness are ever built.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from phizone_policies.proofs.access.symbolic.automata import Automaton
from phizone_policies.proofs.access.symbolic.globs import Glob, apart, glob

LIMIT = 50_000
"""Joint states after which a question counts as undecided."""
_READABLE = "xabcdefghijklmnopqrstuvwyz0123456789-_/.XABCDEFGHIJKLMNOPQRSTUVWYZ,=@+ ~!#%&()[]{}|;<>'\"^`\\$"


class TooEntangled(Exception):
    """Patterns share so many texts that no witness was found within `LIMIT` states."""


@dataclass(eq=False, slots=True)
class Language:
    """The texts of some patterns; the same patterns give the same object."""

    globs: tuple[Glob, ...]
    """The patterns; none for no text at all."""
    texts: tuple[str, ...] | None = field(init=False)
    """All its texts where each pattern has but one; None where there are others."""
    _automaton: Automaton | None = field(init=False, default=None)
    _tests: tuple[Callable[[str], bool], ...] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        found = tuple(each.text for each in self.globs if each.text is not None and not each.fold)
        self.texts = found if len(found) == len(self.globs) else None

    @property
    def automaton(self) -> Automaton:
        """Its automaton, made when it is first asked for."""
        if self._automaton is None:
            self._automaton = Automaton(self.globs)
        return self._automaton

    def accepts(self, text: str) -> bool:
        """Whether it holds a text."""
        if self._tests is None:
            self._tests = tuple(map(_test, self.globs))
        # A loop, for a generator takes longer than most tests.
        for test in self._tests:  # noqa: SIM110
            if test(text):
                return True
        return False


def _test(each: Glob) -> Callable[[str], bool]:
    """The test whether a text is of a pattern; most are a text, or one with a star in it, and need no expression."""
    head, tail, least = each.head, each.tail, len(each.head) + len(each.tail)
    is_simple = each.is_plain or each.text is not None

    def test(text: str) -> bool:
        if not is_simple or not text.isascii():
            return _expression(each).fullmatch(text) is not None
        given = text.lower() if each.fold else text
        if each.text is not None:
            return given == head
        return len(given) >= least and given.startswith(head) and given.endswith(tail)

    return test


@lru_cache(maxsize=65536)
def _expression(each: Glob) -> re.Pattern[str]:
    text = "".join(re.escape(token) if isinstance(token, str) else token.value for token in each.tokens)
    return re.compile(text, re.DOTALL | (re.IGNORECASE if each.fold else 0))


@lru_cache(maxsize=65536)
def language(globs: frozenset[Glob]) -> Language:
    """The language of some patterns."""
    return Language(tuple(sorted(globs, key=lambda each: (each.spelling, each.fold))))


NOTHING = language(frozenset())
"""No text."""
EVERYTHING = language(frozenset({glob("*")}))
"""Every text."""


@lru_cache(maxsize=262144)
def witness(within: frozenset[Language], without: frozenset[Language] = frozenset()) -> str | None:
    """A shortest text in all of these languages and none of those; None where there is none. Raises: TooEntangled."""
    listed = next((each.texts for each in within if each.texts is not None), None)
    if listed is not None:
        inside = (text for text in listed if all(each.accepts(text) for each in within))
        fitting = (text for text in inside if not any(each.accepts(text) for each in without))
        return min(fitting, key=lambda text: (len(text), text), default=None)
    narrowed = [_narrowed(each, within) for each in within] or [EVERYTHING]
    if NOTHING in narrowed:
        return None
    out = language(frozenset(glob for each in without for glob in each.globs if _meets(glob, narrowed)))
    return _Search(tuple(narrowed), out).run()


def _narrowed(one: Language, within: frozenset[Language]) -> Language:
    """A language without the patterns that are apart from all of another."""
    others = [other for other in within if other is not one]
    kept = frozenset(each for each in one.globs if _meets(each, others))
    return one if len(kept) == len(one.globs) else language(kept)


def _meets(one: Glob, languages: Iterable[Language]) -> bool:
    return all(any(not apart(one, other) for other in each.globs) for each in languages)


class _Search:
    """Breadth first over joint states, one int for each language; dead ones are left at once."""

    def __init__(self, within: tuple[Language, ...], without: Language) -> None:
        # What a text has to begin with is walked and not searched.
        heads = [each.globs[0].head for each in within if len(each.globs) == 1 and not each.globs[0].fold]
        self.head = max(heads, key=len, default="")
        self.within, self.without = tuple(each.automaton for each in within), without.automaton

    def run(self) -> str | None:
        start = (*(each.start for each in self.within), self.without.start)
        for character in self.head:
            start = self._step(start, character)
        if self._is_dead(start):
            return None
        came: dict[tuple[int, ...], tuple[tuple[int, ...] | None, str]] = {start: (None, "")}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            if self._accepts(state):
                return self.head + self._path(came, state)
            if len(came) > LIMIT:
                raise TooEntangled(f"more than {LIMIT} states of {len(self.within)} patterns that must hold")
            for character in self._characters(state):
                after = self._step(state, character)
                if after not in came and not self._is_dead(after):
                    came[after] = (state, character)
                    queue.append(after)
        return None

    def _step(self, state: tuple[int, ...], character: str) -> tuple[int, ...]:
        inside = [each.step(one, character) for each, one in zip(self.within, state, strict=False)]
        return (*inside, self.without.step(state[-1], character))

    def _is_dead(self, state: tuple[int, ...]) -> bool:
        return 0 in state[:-1] or bool(state[-1] & self.without.forever)

    def _accepts(self, state: tuple[int, ...]) -> bool:
        inside = all(each.accepting & one for each, one in zip(self.within, state, strict=False))
        return inside and not state[-1] & self.without.accepting

    def _characters(self, state: tuple[int, ...]) -> list[str]:
        """Each character that some language tells apart here, and one for all the others."""
        asked = self.without.asks(state[-1]).union(
            *(each.asks(one) for each, one in zip(self.within, state, strict=False))
        )
        other = next((each for each in _READABLE if each not in asked), None) or _unused(asked)
        return [other, *sorted(asked)]

    def _path(self, came: dict[tuple[int, ...], tuple[tuple[int, ...] | None, str]], at: tuple[int, ...]) -> str:
        text, state = [], came[at]
        while state[0] is not None:
            text.append(state[1])
            state = came[state[0]]
        return "".join(reversed(text))


def _unused(asked: frozenset[str]) -> str:
    return next(chr(number) for number in range(0x100, 0x110000) if chr(number) not in asked)
