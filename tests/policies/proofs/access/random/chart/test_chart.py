"""Two evaluators, written apart, agree on random cases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EVERY_CHECK = list(HealthCheck)


@settings(max_examples=300, derandomize=True, suppress_health_check=EVERY_CHECK)
@given(data=st.data())
def test_decide_and_the_flow_chart_agree(data, any_case, by_decide, by_the_chart):
    case = data.draw(any_case)
    assert by_decide(case) == by_the_chart(case)


@pytest.mark.slow
@settings(max_examples=10_000, suppress_health_check=EVERY_CHECK, database=None)
@given(data=st.data())
def test_decide_and_the_flow_chart_agree_ten_thousand_times(data, any_case, by_decide, by_the_chart):
    case = data.draw(any_case)
    assert by_decide(case) == by_the_chart(case)
