"""The 56 numbered cases of network semantics, each with the verdict that AWS's documents give it."""

from __future__ import annotations

from phizone_policies.proofs.network.replay import replay


def test_every_row_has_its_case(rows):
    assert rows == list(range(1, 57))


def test_a_question_has_its_answer(question_of_a_row, answered, told):
    network, found = answered(question_of_a_row)
    assert found.answer is question_of_a_row.answer, told(found)
    assert [name for name in question_of_a_row.because if name not in told(found)] == [], told(found)
    assert [name for name in question_of_a_row.past if name in told(found)] == [], told(found)
    assert replay(network, found) == ""
