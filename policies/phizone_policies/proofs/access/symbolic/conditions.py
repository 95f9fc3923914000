"""The tests of a statement's Condition as tests on keys."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from phizone_policies.proofs.access.comparisons import moment, number
from phizone_policies.proofs.access.symbolic.globs import Glob, arn, exactly, glob
from phizone_policies.proofs.access.symbolic.keys import ALWAYS, IS_ABSENT, IS_PRESENT, NEVER, KeyTest
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.values import Networks, Opaque, Order, Test, Text

_GLOBS: Mapping[str, Callable[[str], Glob | None]] = {
    "ArnEquals": arn,
    "ArnLike": arn,
    "BinaryEquals": exactly,
    "Bool": lambda text: exactly(text, fold=True) if text.lower() in ("true", "false") else None,
    "StringEquals": exactly,
    "StringEqualsIgnoreCase": lambda text: exactly(text, fold=True),
    "StringLike": glob,
}
_READERS: Mapping[str, Callable[[str], Decimal | None]] = {"Numeric": number, "Date": moment}
_QUANTIFIERS = ("", "ForAllValues", "ForAnyValue")


@lru_cache(maxsize=65536)
def condition(operator: str, values: tuple[str, ...]) -> KeyTest:
    """The test on its key that an operator with some values is; one that IAM does not know is undecidable.

    Source: IAM User Guide, "Condition operators" and "Set operators for multivalued context keys".
    """
    quantifier, _, name = operator.rpartition(":")
    if quantifier not in _QUANTIFIERS:
        return KeyTest(Opaque(f"the operator {operator} is none of IAM's"))
    if name == "Null":
        return _null(values)
    base = name.removesuffix("IfExists")
    negative = "Not" in base
    test, if_exists = _test(base.replace("Not", "", 1), values), base != name
    if quantifier == "ForAllValues":
        return KeyTest(test, wanted=not negative, absent=True, every=True, blank=True)
    if quantifier == "ForAnyValue":
        return KeyTest(test, wanted=not negative, absent=if_exists, every=False, blank=True)
    return KeyTest(test, wanted=not negative, absent=if_exists or negative, every=negative)


def _null(values: tuple[str, ...]) -> KeyTest:
    asked = {value.lower() for value in values}
    if not asked <= {"true", "false"}:
        return KeyTest(Opaque(f"Null is asked of {', '.join(sorted(asked))}"))
    if len(asked) == 1:
        return IS_ABSENT if asked == {"true"} else IS_PRESENT
    return ALWAYS if asked else NEVER


def _test(name: str, values: tuple[str, ...]) -> Test:
    if name in _GLOBS:
        made = (_GLOBS[name](value) for value in values)
        return Text(language(frozenset(each for each in made if each is not None)))
    if name == "IpAddress":
        try:
            return Networks(tuple(ipaddress.ip_network(value, strict=False) for value in values))
        except ValueError as error:
            return Opaque(f"an address is compared with a value that is none: {error}")
    family = next((family for family in _READERS if name.startswith(family)), "")
    order = name.removeprefix(family)
    if not family or order not in Order.ORDERS:
        return Opaque(f"the operator {name} is none of IAM's")
    bounds = tuple(bound for bound in map(_READERS[family], values) if bound is not None)
    if len(bounds) < len(values):
        return Opaque(f"a {family.lower()} value is compared with one of another form, among {', '.join(values)}")
    return Order("number" if family == "Numeric" else "date", order, bounds)
