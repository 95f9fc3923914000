"""The patterns of botocore's models, which are Java's, as Python's; what Python has no words for is left out.

Source: Java SE API, `java.util.regex.Pattern`; Unicode Standard, general categories.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from threading import Lock

_POSIX = {"Alnum": "a-zA-Z0-9", "Alpha": "a-zA-Z", "Digit": "0-9", "Lower": "a-z", "Upper": "A-Z", "Graph": "!-~"}
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_TOKEN = re.compile(r"\\p\{(?P<kind>\w+)\}|\\[wWdDsS](?P<several>)|\\.|&&|--|\|\||~~|.", re.DOTALL)
_OPERATORS = ("&&", "--", "||", "~~")
"""What is an operator inside of a class in Java, or warned of as one by Python."""


class _Other(Exception):
    """Java reads a pattern in a way that Python has no words for."""


_ONE = Lock()
"""Threads that ask at once would each read all of Unicode."""


@cache
def pattern_of(text: str) -> re.Pattern[str] | None:
    """A pattern that AWS's side would match whole, to be matched whole here; None where Python has nothing like it.

    Classes as `\\w` hold ASCII only, as they do in Java.
    """
    try:
        with _ONE:
            return re.compile("".join(_translated(_PAIR.sub(_character, text))), re.ASCII)
    except (_Other, re.error):
        return None


def _translated(text: str) -> Iterator[str]:
    inside, before = False, ""
    for token in _TOKEN.finditer(text):
        word, kind = token[0], token["kind"]
        if inside and (word in _OPERATORS or word == "["):
            raise _Other(text)
        if kind is not None:
            yield _members(kind) if inside else f"[{_members(kind)}]"
        elif inside and word == "-" and before == "several":
            # After a class as \w no range begins: in Java the hyphen is itself then, in Python an error.
            yield r"\-"
        else:
            yield word
        before = "several" if kind is not None or token["several"] is not None else word
        inside = (inside or word == "[") and word != "]"


def _character(pair: re.Match[str]) -> str:
    """The one character that two halves of UTF-16 are."""
    high, low = int(pair[1], 16), int(pair[2], 16)
    return f"\\U{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00:08x}"


@cache
def _members(kind: str) -> str:
    """What stands in a class for a property, as `L` for letters."""
    if kind in _POSIX:
        return _POSIX[kind]
    found = [f"\\U{first:08x}-\\U{last:08x}" for category, first, last in _runs() if category.startswith(kind)]
    if not found:
        raise _Other(kind)
    return "".join(found)


@cache
def _runs() -> tuple[tuple[str, int, int], ...]:
    """Every run of characters of one category, with its first and last."""
    found: list[tuple[str, int, int]] = []
    first = 0
    for category, run in groupby(map(unicodedata.category, map(chr, range(sys.maxunicode + 1)))):
        last = first + sum(1 for _ in run) - 1
        found.append((category, first, last))
        first = last + 1
    return tuple(found)
