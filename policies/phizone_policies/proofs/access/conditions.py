"""Conditions: one test a key, with every operator, quantifier and `IfExists`, and what a missing key means for each.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context
keys". Where they leave open what one operator says of several values: some value, or, negated, none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from phizone_policies.proofs.access.comparisons import NEGATED, POSITIVE, Compare
from phizone_policies.proofs.access.variables import Context

Test = Callable[[Context], bool]
"""Whether a request's context meets a test."""
FOR_ALL, FOR_ANY = "ForAllValues", "ForAnyValue"
QUANTIFIERS = ("", FOR_ALL, FOR_ANY)
"""What can stand before an operator and a colon."""
_IF_EXISTS = "IfExists"
OPERATORS = tuple(sorted({*POSITIVE, *NEGATED, "Null"}))
"""Every operator, without quantifier and `IfExists`."""


def is_operator(text: str) -> bool:
    """Whether IAM knows an operator, with its quantifier and `IfExists`; there is no `NullIfExists`."""
    quantifier, _, name = text.rpartition(":")
    return quantifier in QUANTIFIERS and (name == "Null" or _base(name) in {*POSITIVE, *NEGATED})


@lru_cache(maxsize=65536)
def test_of(operator: str, key: str, values: tuple[str, ...], variables: bool) -> Test:
    """The test of one key; one by an operator that IAM does not know is never met."""
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return _null(key.lower(), values)
    base = _base(name)
    positive = NEGATED.get(base, base)
    if not is_operator(operator):
        return lambda context: False
    compare = POSITIVE[positive](values, variables)
    # A missing key fails a test and passes a negated one; the quantifiers decide it whether negated or not.
    missing = name != base or {"": positive != base, FOR_ALL: True, FOR_ANY: False}[quantifier]
    met = _MET[quantifier, positive != base]
    name = key.lower()
    quantified = bool(quantifier)

    def test(context: Context) -> bool:
        given = context.get(name, ())
        if not given or (quantified and not any(given)):
            return missing
        return met(compare, given, context)

    return test


def _base(name: str) -> str:
    return name.removesuffix(_IF_EXISTS)


def _some(compare: Compare, given: tuple[str, ...], context: Context) -> bool:
    # Most keys have one value, and a generator takes longer than most comparisons.
    return compare(given[0], context) if len(given) == 1 else any(compare(value, context) for value in given)


def _none(compare: Compare, given: tuple[str, ...], context: Context) -> bool:
    return not _some(compare, given, context)


def _every(compare: Compare, given: tuple[str, ...], context: Context) -> bool:
    return all(compare(value, context) for value in given)


def _not_every(compare: Compare, given: tuple[str, ...], context: Context) -> bool:
    return not all(compare(value, context) for value in given)


_MET: dict[tuple[str, bool], Callable[[Compare, tuple[str, ...], Context], bool]] = {
    ("", False): _some,
    ("", True): _none,
    (FOR_ANY, False): _some,
    (FOR_ANY, True): _not_every,
    (FOR_ALL, False): _every,
    (FOR_ALL, True): _none,
}


def _null(key: str, values: tuple[str, ...]) -> Test:
    """`true` asks for a key that is missing or empty, `false` for one with a value."""
    wanted = {value.lower() for value in values}

    def test(context: Context) -> bool:
        return ("false" if any(context.get(key, ())) else "true") in wanted

    return test
