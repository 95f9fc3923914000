"""Unions of patterns as languages: a text in all of these and in none of those, by lazy subset construction.

A language is one nondeterministic automaton whose states are bits of an int: a step is three operations on ints
whatever the number of patterns, and only states on the way to a witness are ever built.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from phizone_policies.proofs.access.symbolic.globs import Glob, Token, Wild, apart, glob

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
    start: int = field(init=False)
    """State before any character."""
    accepting: int = field(init=False, default=0)
    """States at the end of some pattern."""
    forever: int = field(init=False, default=0)
    """States from which every text is accepted."""
    _loops: int = field(init=False, default=0)
    _loops_in_part: int = field(init=False, default=0)
    _ones: int = field(init=False, default=0)
    _ones_in_part: int = field(init=False, default=0)
    _literals: dict[str, int] = field(init=False, default_factory=dict)
    _characters: list[str] = field(init=False, default_factory=list)
    _steps: dict[tuple[int, str], int] = field(init=False, default_factory=dict)
    _asked: dict[int, frozenset[str]] = field(init=False, default_factory=dict)
    _pattern: re.Pattern[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        start = 0
        for each in self.globs:
            start |= 1 << len(self._characters)
            for number, token in enumerate(each.tokens):
                self._add(token, each.fold, number == len(each.tokens) - 1)
            self.accepting |= 1 << len(self._characters)
            self._characters.append("")
        self.start = self._closed(start)

    def _add(self, token: Token, fold: bool, last: bool) -> None:
        bit = 1 << len(self._characters)
        if isinstance(token, str):
            forms = token.lower() + token.upper() if fold and token.lower() != token.upper() else token
            for form in forms:
                self._literals[form] = self._literals.get(form, 0) | bit
            self._characters.append(forms)
            return
        self._characters.append(":" if token in (Wild.ONE_IN_PART, Wild.ANY_IN_PART) else "")
        if token is Wild.ANY:
            self._loops |= bit
            self.forever |= bit if last else 0
        elif token is Wild.ANY_IN_PART:
            self._loops_in_part |= bit
        elif token is Wild.ONE:
            self._ones |= bit
        else:
            self._ones_in_part |= bit

    def _closed(self, state: int) -> int:
        """A loop is passed without a character; two never stand side by side."""
        return state | (state & (self._loops | self._loops_in_part)) << 1

    def step(self, state: int, character: str) -> int:
        """The state after a character; 0 where nothing can be accepted any more."""
        found = self._steps.get((state, character))
        if found is None:
            moving = self._literals.get(character, 0) | self._ones
            staying = self._loops
            if character != ":":
                moving |= self._ones_in_part
                staying |= self._loops_in_part
            found = self._closed((state & moving) << 1 | state & staying)
            self._steps[state, character] = found
        return found

    def asks(self, state: int) -> frozenset[str]:
        """The characters that a state tells apart; all others lead to the same one."""
        found = self._asked.get(state)
        if found is None:
            found = self._asked[state] = frozenset(chain.from_iterable(self._at(state)))
        return found

    def _at(self, state: int) -> Iterator[str]:
        while state:
            low = state & -state
            yield self._characters[low.bit_length() - 1]
            state ^= low

    def accepts(self, text: str) -> bool:
        """Whether it holds a text."""
        if self._pattern is None:
            self._pattern = re.compile("|".join(map(_expression, self.globs)) or r"(?!)", re.DOTALL)
        return self._pattern.fullmatch(text) is not None

    @property
    def texts(self) -> tuple[str, ...] | None:
        """All its texts where each pattern has but one; None where there are others."""
        found = tuple(each.text for each in self.globs if not each.fold)
        return found if len(found) == len(self.globs) and None not in found else None  # type: ignore[return-value]


def _expression(each: Glob) -> str:
    text = "".join(re.escape(token) if isinstance(token, str) else token.value for token in each.tokens)
    return f"(?i:{text})" if each.fold else f"(?:{text})"


@lru_cache(maxsize=65536)
def language(globs: frozenset[Glob]) -> Language:
    """The language of some patterns."""
    return Language(tuple(sorted(globs, key=repr)))


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
        self.within, self.without = within, without

    def run(self) -> str | None:
        start = (*(each.start for each in self.within), self.without.start)
        # What a text has to begin with is walked and not searched.
        heads = [each.globs[0].head for each in self.within if len(each.globs) == 1 and not each.globs[0].fold]
        head = max(heads, key=len, default="")
        for character in head:
            start = self._step(start, character)
        if self._is_dead(start):
            return None
        came: dict[tuple[int, ...], tuple[tuple[int, ...] | None, str]] = {start: (None, "")}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            if self._accepts(state):
                return head + self._path(came, state)
            if len(came) > LIMIT:
                raise TooEntangled(f"more than {LIMIT} states of {len(self.within)} patterns that must hold")
            for character in self._characters(state):
                after = self._step(state, character)
                if after not in came and not self._is_dead(after):
                    came[after] = (state, character)
                    queue.append(after)
        return None

    def _step(self, state: tuple[int, ...], character: str) -> tuple[int, ...]:
        inside = (each.step(one, character) for each, one in zip(self.within, state, strict=False))
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
