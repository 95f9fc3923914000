"""Languages of patterns: a text in all of these and in none of those, as trying every text says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phizone_policies.proofs.access.symbolic.globs import apart, arn, exactly, glob
from phizone_policies.proofs.access.symbolic.languages import EVERYTHING, NOTHING, TooEntangled, language, witness

PATTERNS = st.text(alphabet="ab*?", max_size=5)
SIDES = st.lists(PATTERNS, min_size=1, max_size=3)


def union(*patterns, fold=False):
    return language(frozenset(glob(each, fold=fold) for each in patterns))


def found(within, without=()):
    return witness(frozenset(union(*each) for each in within), frozenset({union(*without)}))


@settings(max_examples=400)
@given(st.lists(SIDES, min_size=1, max_size=3), st.lists(PATTERNS, max_size=4))
def test_a_witness_is_as_short_as_any_text_that_fits(is_shortest, within, without):
    assert is_shortest(found(within, without), within, without)


@given(PATTERNS, PATTERNS)
def test_patterns_that_are_apart_share_no_text(one, other):
    assert not apart(glob(one), glob(other)) or found([[one], [other]]) is None


@given(PATTERNS, PATTERNS, st.text(alphabet="abAB", max_size=4))
def test_without_case_a_language_holds_what_it_holds_in_lower_case(one, other, text):
    folded, lowered = union(one, other, fold=True), union(one, other)
    assert folded.accepts(text) == lowered.accepts(text.lower())


@pytest.mark.parametrize(
    ("within", "without", "text"),
    [
        ([["arn:aws:s3:::a/*"], ["*/secret*"]], [], "arn:aws:s3:::a/secret"),
        ([["s3:*"]], ["s3:Get*", "s3:"], "s3:x"),
        ([["*"]], ["*x*", ""], "a"),
        ([["*"]], [""], "x"),
        ([["a*"]], ["*"], None),
        ([["a?c"], ["*b*"]], [], "abc"),
        ([["a?c"], ["*d"]], [], None),
        ([["aa*"]], ["aa", "aa?", "aa??"], "aaxxx"),
        ([["abc", "abd"]], ["*c"], "abd"),
        ([["abc"], ["abc", "d"]], ["ab?"], None),
    ],
)
def test_a_witness_is_in_all_of_these_and_in_none_of_those(within, without, text):
    assert found(within, without) == text


def test_two_hundred_patterns_against_two_hundred_are_decided():
    allowed = [[f"arn:aws:s3:::team-{number}-*/data-*" for number in range(200)]]
    denied = [f"arn:aws:s3:::team-{number}-*" for number in range(199)]
    assert found(allowed, denied) == "arn:aws:s3:::team-199-/data-"
    assert found(allowed, [*denied, "*-199-*"]) is None


def test_patterns_that_share_too_much_are_said_to():
    with pytest.raises(TooEntangled, match="50000"):
        found([[f"*{letter}*"] for letter in "abcdefghijklmnopqrst"])


def test_an_arn_is_compared_part_by_part():
    role = language(frozenset({arn("arn:aws:iam::*:role/x")}))
    assert role.accepts("arn:aws:iam::111111111111:role/x")
    assert not role.accepts("arn:aws:iam::1:2:role/x")
    assert union("arn:aws:iam::*:role/x").accepts("arn:aws:iam::1:2:role/x")
    assert language(frozenset({arn("arn:aws:sns:*:*:a*c")})).accepts("arn:aws:sns:r:1:ab:c")
    assert arn("arn:aws:sns:*") is None
    assert language(frozenset({arn("*")})).accepts("a:b:c:d:e:f:g")
    assert not language(frozenset({arn("*")})).accepts("a:b:c:d:e")
    assert witness(frozenset({role, union("*:1?1:*")})) == "arn:aws:iam::1x1:role/x"
    assert witness(frozenset({role, union("*:1:1:*")})) is None


def test_a_text_that_is_meant_exactly_has_no_wildcards():
    texts = language(frozenset({exactly("a*"), exactly("b?")}))
    assert texts.texts == ("a*", "b?")
    assert witness(frozenset({texts}), frozenset({union("a*")})) == "b?"
    assert language(frozenset({exactly("${*}"), glob("${?}x*")})).accepts("?xy")
    assert not language(frozenset({glob("${*}")})).accepts("a")


def test_the_same_patterns_are_the_same_language():
    assert union("a", "b*") is union("b*", "a")
    assert (NOTHING.accepts(""), EVERYTHING.accepts("")) == (False, True)
    assert witness(frozenset({NOTHING})) is None
    assert witness(frozenset(), frozenset({EVERYTHING})) is None
    assert witness(frozenset()) == ""
