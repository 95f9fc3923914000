"""Every operator, with every quantifier, with and without IfExists, on a missing key, a match, a miss, and both."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.request import Policies

# In order: the key is missing, its value matches, it does not, one of two values does.
POSITIVE = {
    "": "no yes no yes",
    "IfExists": "yes yes no yes",
    "ForAllValues:": "yes yes no no",
    "ForAllValues:IfExists": "yes yes no no",
    "ForAnyValue:": "no yes no yes",
    "ForAnyValue:IfExists": "yes yes no yes",
}
NEGATED = {
    "": "yes no yes no",
    "IfExists": "yes no yes no",
    "ForAllValues:": "yes no yes no",
    "ForAllValues:IfExists": "yes no yes no",
    "ForAnyValue:": "no no yes yes",
    "ForAnyValue:IfExists": "yes no yes yes",
}
ROLE, OTHER = "arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/b"


@pytest.mark.parametrize(
    ("operator", "policy", "match", "miss", "expected"),
    [
        ("StringEquals", ["a", "b"], "a", "A", POSITIVE),
        ("StringNotEquals", ["a", "b"], "a", "A", NEGATED),
        ("StringEqualsIgnoreCase", ["a", "b"], "A", "c", POSITIVE),
        ("StringNotEqualsIgnoreCase", ["a", "b"], "A", "c", NEGATED),
        ("StringLike", ["a*", "?b"], "xb", "ba", POSITIVE),
        ("StringNotLike", ["a*", "?b"], "xb", "ba", NEGATED),
        ("NumericEquals", ["1", "2"], "1.0", "3", POSITIVE),
        ("NumericNotEquals", ["1", "2"], "1.0", "3", NEGATED),
        ("NumericLessThan", ["10"], "9.99", "10", POSITIVE),
        ("NumericLessThanEquals", ["10"], "10", "10.1", POSITIVE),
        ("NumericGreaterThan", ["10"], "11", "10", POSITIVE),
        ("NumericGreaterThanEquals", ["-1"], "-1", "-2", POSITIVE),
        ("DateEquals", ["2026-11-22T00:00:00Z"], "2026-11-22", "2026-11-23", POSITIVE),
        ("DateNotEquals", ["2026-11-22T00:00:00Z"], "2026-11-22T01:00:00+01:00", "2026-11-23", NEGATED),
        ("DateLessThan", ["2026-11-22"], "1763769599", "2026-11-22T00:00:00Z", POSITIVE),
        ("DateLessThanEquals", ["2026-11-22"], "2026-11-22T00:00:00Z", "2026-11-22T00:00:01Z", POSITIVE),
        ("DateGreaterThan", ["2026"], "2026-02", "2026-01-01", POSITIVE),
        ("DateGreaterThanEquals", ["2026-11"], "2026-11-01T00:00Z", "2026-10-31T23:59:59.5Z", POSITIVE),
        ("Bool", ["true"], "True", "false", POSITIVE),
        ("BinaryEquals", ["cGhp"], "cGhp", "cGhj", POSITIVE),
        ("IpAddress", ["203.0.113.0/24", "2001:db8::/32"], "2001:db8::7", "203.0.114.1", POSITIVE),
        ("NotIpAddress", ["203.0.113.0/24", "2001:db8::/32"], "203.0.113.7", "2001:db9::1", NEGATED),
        ("ArnEquals", ["arn:aws:iam::*:role/a"], ROLE, OTHER, POSITIVE),
        ("ArnNotEquals", ["arn:aws:iam::*:role/a"], ROLE, OTHER, NEGATED),
        ("ArnLike", ["arn:aws:iam::*:role/a", "arn:aws:sts::?:x"], ROLE, OTHER, POSITIVE),
        ("ArnNotLike", ["arn:aws:iam::*:role/a"], ROLE, OTHER, NEGATED),
        ("StringMatches", ["a"], "a", "b", dict.fromkeys(POSITIVE, "no no no no")),
    ],
)
def test_an_operator_on_every_form_of_key(verdicts, operator, policy, match, miss, expected):
    assert verdicts(operator, policy, match, miss) == expected


@pytest.mark.parametrize(
    ("policy", "given", "expected"),
    [
        ("true", None, True),
        ("true", "x", False),
        ("true", "", True),
        ("false", None, False),
        ("false", "x", True),
        ("False", "x", True),
        (["true", "false"], None, True),
    ],
)
def test_null_asks_whether_a_key_has_a_value(holds, policy, given, expected):
    assert holds("Null", policy, given) is expected


def test_there_is_no_null_if_exists(holds):
    assert [holds("NullIfExists", "true", given) for given in (None, "x")] == [False, False]


@pytest.mark.parametrize(
    ("operator", "policy", "given"),
    [
        ("NumericEquals", "1", "one"),
        ("NumericEquals", "one", "one"),
        ("NumericLessThan", "10", "1e0"),
        ("NumericLessThan", "10", "nan"),
        ("NumericGreaterThan", "10", "inf"),
        ("NumericEquals", "1_0", "10"),
        ("DateEquals", "2026-13-01", "2026-13-01"),
        ("DateLessThan", "2026-11-22", "yesterday"),
        ("DateLessThan", "soon", "2026-11-22"),
        ("Bool", "yes", "yes"),
        ("BinaryEquals", "%%%", "%%%"),
        ("IpAddress", "10.0.0.0/33", "10.0.0.1"),
        ("IpAddress", "0.0.0.0/0", "10.0.0.256"),
        ("IpAddress", "0.0.0.0/0", "::1"),
        ("IpAddress", "10.0.0.7/32", "10.0.0.0/8"),
        ("ArnLike", "arn:aws:iam::*", "arn:aws:iam::111111111111:role/a"),
        ("ArnLike", "arn:aws:iam::*:role/a", "role/a"),
        ("ArnLike", "*", "role/a"),
        ("StringEquals", "a*", "ab"),
        ("ArnEquals", "arn:aws:iam::111111111111:role/A", ROLE),
    ],
)
def test_what_is_malformed_or_of_another_form_does_not_match(holds, operator, policy, given):
    assert holds(operator, policy, given) is False


def test_an_address_alone_is_a_block_of_one(holds):
    assert holds("IpAddress", "10.0.0.7", "10.0.0.7") is True
    assert holds("IpAddress", "10.0.0.9/8", "10.1.2.3") is True


def test_quantifiers_take_empty_text_for_no_value(holds):
    forms = ("ForAllValues:StringEquals", "ForAnyValue:StringEquals", "StringEquals")
    assert [holds(form, ["", "a"], "") for form in forms] == [True, False, True]


@pytest.mark.parametrize(
    ("operator", "policy", "expected"),
    [
        ("StringEquals", "${aws:team}", True),
        ("StringEquals", "${AWS:Team}", True),
        ("StringEquals", "${ aws:team }", True),
        ("StringEquals", "${aws:none, 'a*'}", True),
        ("StringEquals", "${aws:none,'a*'}", True),
        ("StringEquals", "${aws:none, 'b'}", False),
        ("StringEquals", "${aws:none}", False),
        ("StringNotEquals", "${aws:none}", True),
        ("StringEquals", "a${*}", True),
        ("StringEquals", "${aws:team", False),
        ("StringEquals", "${aws:none, b}", False),
        ("StringLike", "${aws:team}", True),
        ("StringLike", "a${*}", True),
        ("StringLike", "a${?}", False),
        ("StringLike", "?${*}", True),
        ("StringEqualsIgnoreCase", "A${*}", True),
    ],
)
def test_variables_in_text_stand_for_what_the_request_holds(holds, operator, policy, expected):
    assert holds(operator, policy, "a*", aws__team="a*") is expected


def test_a_variable_s_value_is_no_pattern(holds):
    assert holds("StringLike", "${aws:team}", "abc", aws__team="a*") is False
    assert holds("StringLike", "a${$}*", "a$x") is True


def test_numbers_dates_and_truths_take_no_variables(holds):
    operators = ("NumericEquals", "DateEquals", "Bool", "IpAddress", "BinaryEquals")
    assert [holds(each, "${aws:n}", "1", aws__n="1") for each in operators] == [False] * 5


def test_without_the_version_of_2012_a_variable_is_its_own_text(holds):
    assert holds("StringEquals", "${aws:team}", "a", variables=False, aws__team="a") is False
    assert holds("StringEquals", "${aws:team}", "${aws:team}", variables=False) is True


def test_keys_are_compared_without_case(decided, policy):
    statement = {
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringEquals": {"AWS:PrincipalTag/Team": "a"}},
    }
    answer = decided(Policies(identity=(policy(statement),)), context={"aws:principaltag/team": ("a",)})
    assert answer.outcome.value == "Allowed"
