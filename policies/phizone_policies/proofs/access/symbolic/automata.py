"""Patterns as one nondeterministic automaton, whose states are bits of an int: a step is three operations on ints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from phizone_policies.proofs.access.symbolic.globs import Glob, Token, Wild


class Automaton:
    """The texts of some patterns, character by character."""

    def __init__(self, globs: tuple[Glob, ...]) -> None:
        """Takes the patterns."""
        self.accepting = 0
        """States at the end of some pattern."""
        self.forever = 0
        """States from which every text is accepted."""
        self._loops = self._loops_in_part = self._ones = self._ones_in_part = 0
        self._literals: dict[str, int] = {}
        self._characters: list[str] = []
        self._steps: dict[tuple[int, str], int] = {}
        self._asked: dict[int, frozenset[str]] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        start = 0
        for each in globs:
            start |= 1 << len(self._characters)
            for number, token in enumerate(each.tokens):
                self._add(token, each.fold, number == len(each.tokens) - 1)
            self.accepting |= 1 << len(self._characters)
            self._characters.append("")
        self.start = self._closed(start)
        """State before any character."""

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
            made = frozenset(chain.from_iterable(self._at(state)))
            # Thousands of states ask for the same few characters.
            found = self._asked[state] = self._sets.setdefault(made, made)
        return found

    def _at(self, state: int) -> Iterator[str]:
        while state:
            low = state & -state
            yield self._characters[low.bit_length() - 1]
            state ^= low
