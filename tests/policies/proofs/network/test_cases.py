"""The 56 numbered cases of network semantics, each with the verdict that AWS's documents give it."""

from __future__ import annotations

from phizone_policies.proofs.network.replay import replay


def test_every_row_has_its_case(rows):
    assert rows == list(range(1, 57))


def test_a_question_has_its_answer(asked, answered, told):
    network, found = answered(asked)
    assert found.answer is asked.answer, told(found)
    assert [name for name in asked.because if name not in told(found)] == [], told(found)
    assert [name for name in asked.past if name in told(found)] == [], told(found)
    assert replay(network, found) == ""
