"""The symbolic engine and the naive walker, written apart, say the same of random networks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.question import Answer
from phizone_policies.proofs.network.replay import replay

ORDER = list(Answer)


@pytest.fixture(scope="session")
def disagreement(tried, shown):
    """What is wrong with the engine's answer to a question, by the walker; empty where nothing is."""

    def disagreement(network, question, seed, count):
        answer = reach(network, question)
        wrong = replay(network, answer)
        walks = tried(network, question, seed, count)
        worse = [one for one in walks if ORDER.index(shown(one[-1])) < ORDER.index(answer.answer)]
        return f"{answer.answer}: {wrong} {worse[:1]}" if wrong or worse else ""

    return disagreement


@settings(max_examples=300, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_witness_replays_and_no_packet_goes_further_than_the_answer(data, questions, disagreement):
    network, question = data.draw(questions)
    assert disagreement(network, question, data.draw(st.integers(0, 2**32)), 12) == ""


@pytest.mark.parametrize(("network", "packets"), [(192415, 4194303)])
def test_what_once_was_told_two_ways_is_told_one_way(network, packets, asked, disagreement):
    """An IPv6 packet at an unknown route of a subnet whose network ACL stops it, unless NAT64 makes it one of IPv4."""
    assert disagreement(*asked(network), packets, 12) == ""


@pytest.mark.slow
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_a_witness_replays_and_no_packet_goes_further_than_the_answer_ten_thousand_times(
    data, many_questions, disagreement
):
    network, question = data.draw(many_questions)
    assert disagreement(network, question, data.draw(st.integers(0, 2**32)), 12) == ""
