"""Tokens: stand-ins for values that exist only after apply, which survive whatever text a program makes of them.

A text token is `z`, then `q` and one character fourteen times, then `qz`: lower-case ASCII letters and digits, so JSON,
lower() and URL quoting leave it alone, and any six characters of it in a row still show what they were cut from.
A number token lies between 2**52 and 2**53: exact as a double, and no port, size or count of AWS.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

_ALPHABET = "0123456789abcdefghijklmnoprstuvw"
_DIGITS = 12
_CHECK = 2
TOKEN = re.compile(rf"z(?:q[0-9a-pr-w]){{{_DIGITS + _CHECK}}}qz")
"""A whole token in text."""
PIECE = re.compile(r"q[0-9a-pr-w]q[0-9a-pr-w]q", re.IGNORECASE)
"""What any six characters of a token in a row contain, in either case."""
NUMBER_FLOOR = 2**52
"""Number tokens start here."""
NUMBER_SUSPECT = 2**44
"""A number at least this large that is no token was computed from one: AWS has no such attribute."""
NUMBER_TEXT = re.compile(r"(?<![0-9.])[4-9][0-9]{15}(?![0-9])")
"""A number token printed into text."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a token stands for."""

    urn: str
    """URN of the resource whose output it is."""
    path: tuple[str | int, ...]
    """The output's path in Pulumi's words, as `("vpcConfig", "subnetIds", 0)`."""
    derived: str = ""
    """The text operation that took a part of it, as `split(':')[5]`; empty for the output itself."""

    def __str__(self) -> str:
        name = self.urn.rsplit("::", 1)[-1]
        return f"{'.'.join(map(str, self.path))} of {name}" + (f", {self.derived}" if self.derived else "")


def _characters(seed: bytes, count: int) -> str:
    number = int.from_bytes(hashlib.blake2b(seed, digest_size=8).digest(), "big")
    return "".join(_ALPHABET[number >> 5 * index & 31] for index in range(count))


def text_token(origin: Origin) -> str:
    """The token of an origin; the same on every machine."""
    body = _characters(repr((origin.urn, origin.path, origin.derived)).encode(), _DIGITS)
    return "z" + "".join("q" + character for character in body + _checksum(body)) + "qz"


def _checksum(body: str) -> str:
    """Two sums over the characters: another character in one place changes the first, two swapped ones the second."""
    values = [_ALPHABET.index(character) for character in body]
    weighted = sum(place * value for place, value in enumerate(values, start=1))
    return _ALPHABET[sum(values) % 32] + _ALPHABET[weighted % 32]


def is_whole(token: str) -> bool:
    """Whether the checksum of a text that looks like a token is right."""
    characters = token[2:-2:2]
    return _checksum(characters[:_DIGITS]) == characters[_DIGITS:]


def number_token(origin: Origin) -> int:
    """The number that stands for an integer or float output; the same on every machine."""
    digest = hashlib.blake2b(repr((origin.urn, origin.path)).encode(), digest_size=8, person=b"number").digest()
    return NUMBER_FLOOR + int.from_bytes(digest, "big") % (NUMBER_FLOOR - 1)


class Registry:
    """Every token given out and what it stands for, and the tests a program made on a value that nobody knows yet."""

    def __init__(self) -> None:
        self.text: dict[str, Origin] = {}
        self.numbers: dict[int, Origin] = {}
        self.decisions: dict[str, str] = {}
        self.locate: Callable[[], str] | None = None
        self.is_program: Callable[[FrameType], bool] | None = None
        self.secrets: dict[str, Origin] = {}
        """Secret texts that a program was given and whose place the graph names instead."""
        self.withheld: set[str] = set()
        """Texts that a provider's class takes for secrets, whatever they are made of."""
        self.readable_secrets = False
        """Whether some secret was there to be read, so that a secret text may hold it."""
        self.lenient = False
        """Whether the program is somebody else's: what it does with a value of unknown shape is not refused."""

    def add_text(self, origin: Origin) -> str:
        """The token of an origin, remembered."""
        token = text_token(origin)
        self.text[token] = origin
        return token

    def add_number(self, origin: Origin) -> int:
        """The number token of an origin, remembered."""
        number = number_token(origin)
        self.numbers[number] = origin
        return number

    def decide(self, operation: str, origin: Origin) -> None:
        """Remembers that a program asked a question of an unknown text whose answer was a guess, and on which line."""
        self.decisions.setdefault(f"{operation} on {origin}", self.locate() if self.locate else "")

    def decide_in(self, frame: FrameType, operation: str, origin: Origin) -> None:
        """As `decide`, where the program's own code asks: the SDK compares and measures whatever it passes on."""
        if self.is_program and self.is_program(frame):
            self.decide(operation, origin)

    def merge(self, other: Registry) -> None:
        """Takes over another program's tokens, so that values it exports can be read."""
        self.text.update(other.text)
        self.numbers.update(other.numbers)
        self.secrets.update(other.secrets)
        self.withheld |= other.withheld
        self.readable_secrets |= other.readable_secrets
        self.lenient |= other.lenient
