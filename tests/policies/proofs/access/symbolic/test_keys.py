"""What a condition key can hold under all tests on it at once."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.symbolic.conditions import condition
from phizone_policies.proofs.access.symbolic.keys import ALWAYS, IS_ABSENT, IS_PRESENT, NEVER, solve
from phizone_policies.proofs.access.symbolic.values import Undecidable


def condition_of(test):
    operator, *values = test
    return condition(operator, tuple(values))


def solved(*tests, several=False):
    found = solve(frozenset(map(condition_of, tests)), several)
    return "nothing" if found is None else found.held


@pytest.mark.parametrize(
    ("tests", "held"),
    [
        ([("StringEquals", "a", "b")], ("a",)),
        ([("StringEquals", "a"), ("StringEquals", "b")], "nothing"),
        ([("StringEquals", "a", "b"), ("StringNotEquals", "a")], ("b",)),
        ([("StringNotEquals", "a")], None),
        ([("StringNotEquals", "x"), ("Null", "false")], ("a",)),
        ([("StringLike", "a*"), ("StringNotLike", "a?", "a")], ("axx",)),
        ([("StringEquals", "*")], ("*",)),
        ([("StringEqualsIfExists", "a"), ("StringEquals", "b")], "nothing"),
        ([("StringEqualsIfExists", "a"), ("StringEqualsIfExists", "b")], None),
        ([("Null", "true"), ("StringEquals", "a")], "nothing"),
        ([("Null", "true", "false")], None),
        ([("StringEqualsIgnoreCase", "AB"), ("StringLike", "a*")], ("aB",)),
        ([("StringEquals", "")], ("",)),
        ([("StringEquals", ""), ("Null", "false")], "nothing"),
        ([("Bool", "true"), ("Bool", "false")], "nothing"),
        ([("ArnLike", "arn:aws:iam::*:role/x"), ("StringLike", "*:1:*")], ("arn:aws:iam::1:role/x",)),
        ([("ArnLike", "arn:aws:iam:*:role/x")], "nothing"),
        ([("NumericLessThan", "5"), ("NumericGreaterThan", "4")], ("4.5",)),
        ([("NumericLessThan", "5"), ("NumericGreaterThanEquals", "5")], "nothing"),
        ([("NumericNotEquals", "5"), ("NumericEquals", "5", "6")], ("6",)),
        ([("NumericLessThan", "1.2"), ("StringEquals", "1.1", "1.3")], ("1.1",)),
        ([("DateLessThan", "2025-01-01"), ("DateGreaterThan", "2024-12-31")], ("2024-12-31T00:00:01Z",)),
        ([("DateLessThan", "2025-01-01"), ("DateGreaterThan", "2025-01-02")], "nothing"),
        ([("IpAddress", "10.0.0.0/8"), ("NotIpAddress", "10.0.0.0/9")], ("10.128.0.0",)),
        ([("IpAddress", "10.0.0.0/8"), ("NotIpAddress", "0.0.0.0/0")], "nothing"),
        ([("IpAddress", "fd00::/8"), ("NotIpAddress", "0.0.0.0/0")], ("fd00::",)),
    ],
)
def test_a_key_of_one_value_holds_what_passes_all_tests(tests, held):
    assert solved(*tests) == held


@pytest.mark.parametrize(
    ("tests", "held"),
    [
        ([("ForAllValues:StringEquals", "a")], None),
        ([("ForAllValues:StringEquals", "a"), ("Null", "false")], ("a",)),
        ([("ForAnyValue:StringEquals", "a"), ("ForAnyValue:StringEquals", "b")], ("a", "b")),
        ([("ForAnyValue:StringEquals", "a"), ("ForAllValues:StringNotEquals", "a")], "nothing"),
        ([("ForAllValues:StringLike", "a*"), ("ForAnyValue:StringNotLike", "?")], ("ax",)),
        ([("ForAnyValue:StringEqualsIfExists", "a"), ("Null", "true")], None),
        ([("ForAnyValue:StringNotEquals", "a"), ("Null", "true")], "nothing"),
        ([("ForAllValues:StringEquals", "a"), ("StringEquals", "")], ("",)),
    ],
)
def test_a_key_of_several_values_holds_one_for_each_test_that_needs_one(tests, held):
    assert solved(*tests, several=True) == held


@pytest.mark.parametrize(
    ("tests", "why"),
    [
        ([("StringMatches", "a")], "StringMatches is none of IAM's"),
        ([("Some:StringEquals", "a")], "Some:StringEquals is none of IAM's"),
        ([("NumericLessThan", "five")], "numeric value is compared with one of another form, among five"),
        ([("IpAddress", "10.0.0.0/99")], "an address is compared with a value that is none"),
        ([("Null", "maybe")], "Null is asked of maybe"),
        ([("NumericLessThan", "5"), ("StringLike", "4.7*")], "compared as number and as text"),
    ],
)
def test_what_is_beyond_the_procedure_is_said_with_its_reason(tests, why):
    with pytest.raises(Undecidable, match=why):
        solve(frozenset(map(condition_of, tests)) | {IS_PRESENT}, several=False)


@pytest.mark.parametrize("test", [ALWAYS, NEVER, IS_ABSENT, IS_PRESENT, condition("StringLike", ("a*",))])
def test_a_negated_test_holds_where_the_test_does_not(test):
    given = [None, ("a",), ("b",), ("a", "b"), ("",)]
    assert [test.holds(each) for each in given] == [not test.negated.holds(each) for each in given]
    assert test.negated.negated == test
