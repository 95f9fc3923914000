"""Filter patterns of CloudWatch Logs on JSON events: what they match, decided on sample events.

Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from phizone_policies.views.requests import glob

Event = Mapping[str, object]
"""A CloudTrail event as JSON."""
Test = Callable[[Event], bool]
"""Whether a part of a pattern is true of an event."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<path>\$(?:\.[\w-]+|\[\d+\])+)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<sign>&&|\|\||!=|>=|<=|=|>|<|\(|\)|\{|\})
      | (?P<word>[^\s&|()=<>!{}"]+)
    )""",
    re.VERBOSE,
)
_STEP = re.compile(r"[\w-]+")
_ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
}
_ABSENT = object()


class MalformedPattern(ValueError):
    """A text is no filter pattern on JSON events, or one in words that are not known here."""


def matches(pattern: str, event: Event) -> bool:
    """Whether a pattern matches an event; a field that the event does not have equals and differs from nothing.

    Raises: MalformedPattern.
    """
    return _parse(pattern)(event)


@lru_cache(maxsize=1024)
def _parse(pattern: str) -> Test:
    reader = _Reader(pattern)
    reader.take("{")
    test = reader.either()
    reader.take("}")
    if reader.tokens:
        raise MalformedPattern(f"{reader.tokens[0]!r} stands behind the end of {pattern!r}")
    return test


class _Reader:
    """Reads a pattern from left to right; `&&` binds closer than `||`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.tokens = _tokens(pattern)

    def take(self, *wanted: str) -> str:
        """The next token, which must be one of those wanted, or any where none is named."""
        if not self.tokens or (wanted and self.tokens[0] not in wanted):
            found = repr(self.tokens[0]) if self.tokens else "the end"
            raise MalformedPattern(f"{found} of {self.pattern!r} is not {' or '.join(wanted) or 'expected'}")
        return self.tokens.pop(0)

    def either(self) -> Test:
        """One of some alternatives."""
        tests = [self.both()]
        while self.tokens[:1] == ["||"]:
            self.take()
            tests.append(self.both())
        return lambda event: any(test(event) for test in tests)

    def both(self) -> Test:
        """All of some conditions."""
        tests = [self.one()]
        while self.tokens[:1] == ["&&"]:
            self.take()
            tests.append(self.one())
        return lambda event: all(test(event) for test in tests)

    def one(self) -> Test:
        """A comparison, or anything in parentheses."""
        if self.tokens[:1] == ["("]:
            self.take()
            test = self.either()
            self.take(")")
            return test
        path = self.take()
        if not path.startswith("$"):
            raise MalformedPattern(f"{path!r} of {self.pattern!r} names no field")
        return _comparison(_STEP.findall(path), self)


def _comparison(steps: list[str], reader: _Reader) -> Test:
    operator = reader.take().upper()
    if operator == "NOT":
        reader.take("EXISTS")
        return lambda event: _field(event, steps) is _ABSENT
    if operator == "EXISTS":
        return lambda event: _field(event, steps) is not _ABSENT
    if operator == "IS":
        wanted = {"NULL": None, "TRUE": True, "FALSE": False}[reader.take("NULL", "TRUE", "FALSE")]
        return lambda event: _field(event, steps) is wanted
    value = reader.take()
    if operator in ("=", "!="):
        return _equality(steps, value.strip('"'), operator == "=")
    if operator in _ORDERS:
        return _order(steps, value, _ORDERS[operator])
    raise MalformedPattern(f"{operator!r} of {reader.pattern!r} is no operator that is known here")


def _equality(steps: list[str], value: str, wanted: bool) -> Test:
    """Text may hold `*` for anything; a regular expression between `%` is not read here."""
    if value.startswith("%"):
        raise MalformedPattern(f"{value!r} is a regular expression, which is not read here")
    # In a pattern only the asterisk is special.
    pattern = value.replace("?", "\0")

    def test(event: Event) -> bool:
        found = _field(event, steps)
        return found is not _ABSENT and glob(pattern, str(found).replace("?", "\0")) is wanted

    return test


def _order(steps: list[str], value: str, order: Callable[[float, float], bool]) -> Test:
    try:
        right = float(value)
    except ValueError:
        raise MalformedPattern(f"{value!r} is no number") from None

    def test(event: Event) -> bool:
        found = _field(event, steps)
        return isinstance(found, int | float) and order(float(found), right)

    return test


def _field(event: Event, steps: list[str]) -> object:
    found: object = event
    for step in steps:
        if isinstance(found, Mapping):
            found = found.get(step, _ABSENT)
        elif isinstance(found, list) and step.isdigit():
            found = found[int(step)] if int(step) < len(found) else _ABSENT
        else:
            return _ABSENT
    return found


def _tokens(pattern: str) -> list[str]:
    tokens, at, text = [], 0, pattern.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise MalformedPattern(f"{text[at:]!r} is not understood")
        tokens.append(found[0].strip())
        at = found.end()
    return tokens
