"""How IAM compares texts: actions without case, resources with it, ARNs whole or by their six parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Matcher = Callable[[str], bool]
"""Whether a text is what a pattern says."""

# Noncharacters of Unicode stand for a star and a question mark that are meant literally, as `${*}` and a variable's
# value are; no ARN and no key of an object can hold them.
LITERAL_STAR, LITERAL_MARK = "\ufdd0", "\ufdd1"
_LITERALLY = str.maketrans({"*": LITERAL_STAR, "?": LITERAL_MARK})
_PLAINLY = str.maketrans({LITERAL_STAR: "*", LITERAL_MARK: "?"})
_WILD = re.compile(r"[*?]")
_PARTS_OF_AN_ARN = 6


def literal(text: str) -> str:
    """A text as a pattern that only it matches."""
    return text.translate(_LITERALLY)


def plain(pattern: str) -> str:
    """A pattern's literal characters as they are written."""
    return pattern.translate(_PLAINLY)


@lru_cache(maxsize=65536)
def matcher(pattern: str) -> Matcher:
    """The test of a pattern: `*` for any text, slashes and colons too, `?` for one character; case counts."""
    if not _WILD.search(pattern):
        return plain(pattern).__eq__
    head, star, rest = pattern.partition("*")
    if star and not rest and "?" not in head:
        prefix = plain(head)
        return lambda text: text.startswith(prefix)
    found = re.compile("".join(map(_regex, pattern)), re.DOTALL)
    return lambda text: found.fullmatch(text) is not None


def _regex(char: str) -> str:
    return {"*": ".*", "?": "."}.get(char) or re.escape(plain(char))


@lru_cache(maxsize=65536)
def any_of(patterns: tuple[str, ...]) -> Matcher:
    """The test whether some of these patterns matches."""
    exact = frozenset(plain(pattern) for pattern in patterns if not _WILD.search(pattern))
    tests = tuple(matcher(pattern) for pattern in patterns if _WILD.search(pattern))
    if not tests:
        return exact.__contains__
    if len(tests) == 1 and not exact:
        return tests[0]
    return lambda text: text in exact or any(test(text) for test in tests)


@lru_cache(maxsize=65536)
def arn_like(pattern: str) -> Matcher:
    """The test of `ArnLike` and `ArnEquals`: each of the six parts between colons by itself; `*` alone is any ARN.

    Source: IAM User Guide, "Condition operators", ARN.
    """
    parts = pattern.split(":", _PARTS_OF_AN_ARN - 1)
    if pattern == "*":
        parts = ["*"] * _PARTS_OF_AN_ARN
    tests = tuple(map(matcher, parts))

    def test(text: str) -> bool:
        found = text.split(":", _PARTS_OF_AN_ARN - 1)
        if len(found) != _PARTS_OF_AN_ARN or len(tests) != _PARTS_OF_AN_ARN:
            return False
        return all(each(part) for each, part in zip(tests, found, strict=True))

    return test


@lru_cache(maxsize=65536)
def acts(actions: tuple[str, ...], not_actions: tuple[str, ...]) -> Matcher:
    """The test whether Action, or NotAction where there is some, means an action written in lower case.

    NotAction is every action but these, of every service; it denies none of them.
    """
    if not_actions:
        spared = any_of(tuple(each.lower() for each in not_actions))
        return lambda action: not spared(action)
    return any_of(tuple(each.lower() for each in actions))
