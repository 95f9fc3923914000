"""What one value of a condition key, an action or a resource can be under several tests at once."""

from __future__ import annotations

import ipaddress
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Protocol

from phizone_policies.proofs.access.comparisons import moment, number
from phizone_policies.proofs.access.symbolic.globs import glob
from phizone_policies.proofs.access.symbolic.languages import NOTHING, Language, TooEntangled, language, witness


class Undecidable(Exception):
    """A combination of tests is beyond what is decided here; its text names it."""


class Test(Protocol):
    """What an operator asks of one value."""

    @property
    def family(self) -> str:
        """What it takes values for: `text`, `number`, `date` or `address`."""

    def accepts(self, text: str) -> bool:
        """Whether it holds for a value."""


@dataclass(frozen=True, slots=True)
class Text:
    """A value is one of a language's texts."""

    language: Language
    """The texts."""
    family: ClassVar[str] = "text"

    def accepts(self, text: str) -> bool:
        """Whether it holds for a value."""
        return self.language.accepts(text)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Nobody knows whether a value passes."""

    reason: str
    """Why."""
    family: ClassVar[str] = "something unknown"

    def accepts(self, text: str) -> bool:
        """Raises: Undecidable."""
        raise Undecidable(self.reason)


@dataclass(frozen=True, slots=True)
class Order:
    """A number, or a date in seconds since 1970, stands so to one of some."""

    family: str
    """`number` or `date`."""
    order: str
    """As `LessThanEquals`."""
    bounds: tuple[Decimal, ...]
    """What it is compared with."""
    ORDERS: ClassVar[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
        "Equals": operator.eq,
        "GreaterThan": operator.gt,
        "GreaterThanEquals": operator.ge,
        "LessThan": operator.lt,
        "LessThanEquals": operator.le,
    }
    """What each order means."""

    def accepts(self, text: str) -> bool:
        """Whether it holds for a value; never for a text that is none."""
        value = _READERS[self.family](text)
        return value is not None and any(self.ORDERS[self.order](value, bound) for bound in self.bounds)


@dataclass(frozen=True, slots=True)
class Networks:
    """An address stands in one of some networks."""

    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
    """The networks."""
    family: ClassVar[str] = "address"

    def accepts(self, text: str) -> bool:
        """Whether it holds for a value; never for a text that is no address."""
        try:
            value = ipaddress.ip_address(text)
        except ValueError:
            return False
        return any(value in network for network in self.networks)


_READERS: Mapping[str, Callable[[str], Decimal | None]] = {"number": number, "date": moment}
Wanted = tuple[Test, bool]
"""A test and whether it must hold or must not."""
FILLED: Wanted = (Text(language(frozenset({glob("?*")}))), True)
"""Passed by every text but the empty one."""
_TRIVIAL = (FILLED, (Text(NOTHING), False))  # Numbers, dates and addresses pass these.


@lru_cache(maxsize=262144)
def value(wanted: frozenset[Wanted]) -> str | None:
    """A text that passes all tests as wanted; None where there is none. Raises: Undecidable."""
    opaque = next((test for test, _ in wanted if isinstance(test, Opaque)), None)
    if opaque is not None:
        raise Undecidable(opaque.reason)
    texts = [(test, wish) for test, wish in wanted if isinstance(test, Text)]
    if len(texts) == len(wanted):
        within = frozenset(test.language for test, wish in texts if wish)
        without = frozenset(test.language for test, wish in texts if not wish)
        try:
            return witness(within, without)
        except TooEntangled as error:
            raise Undecidable(str(error)) from None
    listed = next((test.language.texts for test, wish in texts if wish and test.language.texts is not None), None)
    tried = _points(wanted) if listed is None else listed
    found = next((text for text in tried if all(test.accepts(text) == wish for test, wish in wanted)), None)
    families = sorted({test.family for test, wish in wanted if (test, wish) not in _TRIVIAL})
    if found is None and listed is None and len(families) > 1:
        raise Undecidable(f"one key is compared as {' and as '.join(families)}")
    return found


def _points(wanted: Iterable[Wanted]) -> Iterator[str]:
    """One value of every range in which all tests that compare orders or addresses answer alike."""
    bounds: dict[str, set[Decimal]] = {}
    for test, _ in wanted:
        if isinstance(test, Order):
            bounds.setdefault(test.family, set()).update(test.bounds)
    for family, found in sorted(bounds.items()):
        yield from (_WRITERS[family](point) for point in _between(sorted(found)))
    yield from _addresses(network for test, _ in wanted if isinstance(test, Networks) for network in test.networks)


def _between(bounds: list[Decimal]) -> Iterator[Decimal]:
    yield bounds[0] - 1
    for bound, after in zip(bounds, [*bounds[1:], bounds[-1] + 2], strict=True):
        yield bound
        yield bound + 1 if bound + 1 < after else (bound + after) / 2


def _number(point: Decimal) -> str:
    return format(point.normalize(), "f")


def _date(point: Decimal) -> str:
    return datetime.fromtimestamp(float(point), UTC).isoformat().replace("+00:00", "Z")


_WRITERS: Mapping[str, Callable[[Decimal], str]] = {"number": _number, "date": _date}


def _addresses(networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> Iterator[str]:
    found = tuple(networks)
    if not found:
        return
    for maker, bits in ((ipaddress.IPv4Address, 32), (ipaddress.IPv6Address, 128)):
        same = [network for network in found if network.max_prefixlen == bits]
        edges = {int(network.network_address) for network in same} | {
            int(network.broadcast_address) + 1 for network in same
        }
        yield from (str(maker(edge)) for edge in sorted(edges | {0x0B000000}) if edge < 1 << bits)
        yield str(maker(0))
