"""Random cases: an Allow never closes, a Deny or a further cap never opens."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EVERY_CHECK = list(HealthCheck)


@settings(max_examples=150, derandomize=True, suppress_health_check=EVERY_CHECK)
@given(data=st.data())
def test_one_more_allow_closes_nothing(data, one_more, allowed):
    before, after = data.draw(one_more["allow"])
    assert allowed(before) <= allowed(after)


@pytest.mark.parametrize("what", ["deny", "cap"])
@settings(max_examples=100, derandomize=True, suppress_health_check=EVERY_CHECK)
@given(data=st.data())
def test_one_more_deny_or_cap_opens_nothing(data, what, one_more, allowed):
    before, after = data.draw(one_more[what])
    assert allowed(after) <= allowed(before)


@pytest.mark.slow
@settings(max_examples=3_000, suppress_health_check=EVERY_CHECK, database=None)
@given(data=st.data())
def test_one_more_statement_works_one_way_thousands_of_times(data, one_more, allowed):
    before, after = data.draw(one_more["allow"])
    assert allowed(before) <= allowed(after)
    before, after = data.draw(st.one_of(one_more["deny"], one_more["cap"]))
    assert allowed(after) <= allowed(before)
