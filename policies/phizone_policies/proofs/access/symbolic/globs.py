"""Patterns with `*` and `?` as IAM compares them: actions, resources, texts and ARNs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import takewhile

ANYTHING = "\0"
"""Character of a pattern, of whatever operator, that stands for any text: a policy variable whose value is free."""


class Wild(Enum):
    """What stands in a pattern for a text that is not given."""

    ONE = "."
    """One character."""
    ANY = ".*"
    """Any text."""
    ONE_IN_PART = "[^:]"
    """One character but a colon, as in the first five parts of an ARN under `ArnLike`."""
    ANY_IN_PART = "[^:]*"
    """Any text without colon."""


_LOOPS = (Wild.ANY, Wild.ANY_IN_PART)
Token = str | Wild
"""A character, or what stands for some."""


@dataclass(frozen=True, slots=True)
class Glob:
    """One pattern."""

    tokens: tuple[Token, ...]
    """Its characters and wildcards in order."""
    fold: bool = False
    """Whether upper and lower case are the same."""
    head: str = field(init=False, compare=False, repr=False)
    """What every text of it begins with, in lower case where case does not matter."""
    tail: str = field(init=False, compare=False, repr=False)
    """What every text of it ends with, in lower case where case does not matter."""
    text: str | None = field(init=False, compare=False, repr=False)
    """The only text of it; None where there are others."""
    spelling: str = field(init=False, compare=False, repr=False)
    """Its characters, and for wildcards what they are in an expression: for an order among patterns."""
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # All this is looked at far more often than made.
        head, tail = _literal(self.tokens, self.fold), _literal(self.tokens[::-1], self.fold)[::-1]
        spelling = "".join([each if isinstance(each, str) else each.value for each in self.tokens])
        is_one = len(self.tokens) == len(head)
        for name, value in (("head", head), ("tail", tail), ("spelling", spelling)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "text", spelling if is_one else None)
        object.__setattr__(self, "_hash", hash((self.tokens, self.fold)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def is_plain(self) -> bool:
        """Whether it is no more than its head, any text, and its tail."""
        return len(self.tokens) == len(self.head) + len(self.tail) + 1 and self.tokens[len(self.head)] is Wild.ANY


def _literal(tokens: tuple[Token, ...], fold: bool) -> str:
    text = "".join(map(str, takewhile(lambda token: isinstance(token, str), tokens)))
    return text.lower() if fold else text


_PIECES = re.compile(r"\$\{([*?$])\}|(.)", re.DOTALL)
# The escapes of IAM for the characters themselves. Source: IAM User Guide, "IAM policy elements: Variables and tags".


@lru_cache(maxsize=65536)
def glob(pattern: str, *, fold: bool = False) -> Glob:
    """The pattern of an Action, a Resource or a `StringLike`: `*` for any text, `?` for one character."""
    return Glob(_collapsed(_tokens(pattern, Wild.ONE, Wild.ANY)), fold)


@lru_cache(maxsize=65536)
def exactly(text: str, *, fold: bool = False) -> Glob:
    """The pattern of one text, in which `*` and `?` are characters."""
    pieces = (plain or escaped for escaped, plain in _PIECES.findall(text))
    return Glob(_collapsed(Wild.ANY if piece == ANYTHING else piece for piece in pieces), fold)


@lru_cache(maxsize=65536)
def arn(pattern: str) -> Glob | None:
    """The pattern of an `ArnLike`, whose six parts are compared one by one; None for one without six: it has no text.

    `*` alone is any ARN. Source: IAM User Guide, "Amazon Resource Name (ARN) condition operators".
    """
    if ANYTHING in pattern:
        return glob(pattern)  # A superset: the value may hold colons.
    parts = ["*"] * 6 if pattern == "*" else pattern.split(":", 5)
    if len(parts) < 6:
        return None
    tokens: list[Token] = []
    for part in parts[:5]:
        tokens += [*_tokens(part, Wild.ONE_IN_PART, Wild.ANY_IN_PART), ":"]
    return Glob(_collapsed((*tokens, *_tokens(parts[5], Wild.ONE, Wild.ANY))))


def _tokens(pattern: str, one: Wild, some: Wild) -> tuple[Token, ...]:
    wild: dict[str, Token] = {"*": some, "?": one, ANYTHING: Wild.ANY}
    return tuple(escaped or wild.get(plain, plain) for escaped, plain in _PIECES.findall(pattern))


def _collapsed(tokens: Iterable[Token]) -> tuple[Token, ...]:
    found: list[Token] = []
    for token in tokens:
        if not (found and token in _LOOPS and found[-1] is token):
            found.append(token)
    return tuple(found)


@lru_cache(maxsize=65536)
def apart(one: Glob, other: Glob) -> bool:
    """Whether two patterns certainly share no text, by what their texts begin and end with."""
    heads, tails = (one.head, other.head), (one.tail, other.tail)
    if one.fold or other.fold:
        heads, tails = (heads[0].lower(), heads[1].lower()), (tails[0].lower(), tails[1].lower())
    begin = heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])
    end = tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])
    return not (begin and end)
