"""What the operators of conditions compare: a value of the request with those of the policy, one function a type.

Each makes, of the policy's values, the test whether one value of the request meets one of them. What is malformed on
either side meets nothing. Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import TypeVar

from phizone_policies.proofs.access.matching import Matcher, any_of, arn_like, plain
from phizone_policies.proofs.access.variables import Context, expand, has_variables

Compare = Callable[[str, Context], bool]
"""Whether a value of the request meets some value of the policy."""
T = TypeVar("T")
Network = tuple[int, int, int]
"""Family, first and last address."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_EPOCH = re.compile(r"\d{5,}(\.\d+)?")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
_BY_FIELDS = {4: "-01-01", 7: "-01"}


def _text(make: Callable[[tuple[str, ...]], Matcher], values: tuple[str, ...], variables: bool) -> Compare:
    """The comparison of an operator that takes variables."""
    if not variables or not any(map(has_variables, values)):
        fixed = make(values)
        return lambda value, _: fixed(value)

    def compare(value: str, context: Context) -> bool:
        expanded = (expand(each, context) for each in values)
        return make(tuple(each for each in expanded if each is not None))(value)

    return compare


@lru_cache(maxsize=65536)
def _equal(values: tuple[str, ...]) -> Matcher:
    return frozenset(map(plain, values)).__contains__


@lru_cache(maxsize=65536)
def _equal_without_case(values: tuple[str, ...]) -> Matcher:
    lowered = frozenset(plain(each).lower() for each in values)
    return lambda value: value.lower() in lowered


@lru_cache(maxsize=65536)
def _arn(values: tuple[str, ...]) -> Matcher:
    tests = tuple(map(arn_like, values))
    return lambda value: any(test(value) for test in tests)


def _parsed(
    read: Callable[[str], T | None], meets: Callable[[T, T], bool], values: tuple[str, ...], _: bool
) -> Compare:
    """The comparison of an operator that reads both sides, and takes no variables."""
    limits = [limit for limit in map(read, values) if limit is not None]

    def compare(value: str, _: Context) -> bool:
        given = read(value)
        return given is not None and any(meets(given, limit) for limit in limits)

    return compare


@lru_cache(maxsize=65536)
def number(text: str) -> Decimal | None:
    """A whole or decimal number; None for any other text."""
    return Decimal(text) if _NUMBER.fullmatch(text.strip()) else None


@lru_cache(maxsize=65536)
def moment(text: str) -> Decimal | None:
    """Seconds since 1970 of a date as in W3C's profile of ISO 8601, UTC where it names no zone, or of such seconds."""
    if _EPOCH.fullmatch(text):
        return Decimal(text)
    if not _DATE.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text + _BY_FIELDS.get(len(text), ""))
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return Decimal(str(aware.timestamp()))


@lru_cache(maxsize=65536)
def network(text: str) -> Network | None:
    """Family, first and last address of an address or a block of addresses."""
    try:
        block = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return block.version, int(block.network_address), int(block.broadcast_address)


def _within(given: Network, limit: Network) -> bool:
    return given[0] == limit[0] and limit[1] <= given[1] and given[2] <= limit[2]


def _truth(text: str) -> str | None:
    lowered = text.lower()
    return lowered if lowered in ("true", "false") else None


def _binary(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


_ORDERS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
POSITIVE: Mapping[str, Callable[[tuple[str, ...], bool], Compare]] = {
    "StringEquals": partial(_text, _equal),
    "StringEqualsIgnoreCase": partial(_text, _equal_without_case),
    "StringLike": partial(_text, any_of),
    "ArnEquals": partial(_text, _arn),
    "ArnLike": partial(_text, _arn),
    "Bool": partial(_parsed, _truth, operator.eq),
    "BinaryEquals": partial(_parsed, _binary, operator.eq),
    "IpAddress": partial(_parsed, network, _within),
    **{f"Numeric{end}": partial(_parsed, number, order) for end, order in _ORDERS.items()},
    **{f"Date{end}": partial(_parsed, moment, order) for end, order in _ORDERS.items()},
}
"""What makes the comparison of an operator from the policy's values and whether its document has variables."""
NEGATED: Mapping[str, str] = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
"""The operator that each of these negates."""
