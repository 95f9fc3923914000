"""What is said of all requests agrees with what is said of each: on random policies over a small universe."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SEEDS = st.integers(min_value=100_000)


@settings(max_examples=300)
@given(SEEDS)
def test_what_is_denied_is_so_for_every_request_and_a_witness_is_allowed(errors, seed):
    assert errors([seed], variables=False) == {}


@settings(max_examples=200)
@given(SEEDS)
def test_the_same_holds_where_variables_tie_keys_to_each_other(errors, seed):
    assert errors([seed], variables=True) == {}


@pytest.mark.slow
def test_ten_thousand_cases_agree(errors):
    assert errors(range(10_000), variables=False) == {}


@pytest.mark.slow
def test_five_thousand_cases_with_variables_agree(errors):
    assert errors(range(5_000), variables=True) == {}


def test_the_cases_are_of_every_kind(kinds_of_answers):
    without, tied = kinds_of_answers(range(400), variables=False), kinds_of_answers(range(400), variables=True)
    assert without["Undecided"] == 0
    assert min(without["Allowed"], without["Denied"], tied["Allowed"], tied["Denied"]) > 80
    assert tied["Undecided"] < 20
