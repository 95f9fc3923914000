"""Whatever is absent or unknown, no rule raises; and no rule depends on the order of resources."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phizone_policies.check import View
from phizone_policies.discover import all_checks
from phizone_policies.evaluate import RAISED, evaluate
from phizone_stacks.graph.graph import Graph


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_rule_answers_whatever_is_absent_or_unknown_and_in_whatever_order(check, worse_cases, zone, data):
    nodes, shuffled = data.draw(worse_cases(check))
    prod = zone.environment("prod")
    answers = evaluate([check], View(Graph(nodes), zone, prod))
    assert [answer.result.message for answer in answers if answer.result.message.startswith(RAISED)] == []
    assert evaluate([check], View(Graph(shuffled), zone, prod)) == answers
