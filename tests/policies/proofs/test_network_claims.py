"""The network claims hold for the zone as it is; broken over several hops, the right ones change and say where."""

from __future__ import annotations

import pytest

from phizone_policies.check import Outcome


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_zone_as_it_is_has_every_network_claim_proved(captured, decided, network_claims, environment):
    answers = decided(captured, environment)
    assert {answer.check.id for answer in answers} == set(network_claims)
    assert [(answer.subject, answer.result) for answer in answers if answer.result.outcome is not Outcome.PASS] == []
    assert [answer.subject for answer in answers if min(answer.proof.sizes.values()) < 1] == []


def test_a_leak_is_told_by_the_right_claims_and_at_the_right_resource(captured, decided, mutate, leak):
    answers = decided(mutate(captured, leak), "prod")
    refuted = {
        answer.check.id: answer.node.address if answer.node else ""
        for answer in answers
        if answer.result.outcome is Outcome.FAIL
    }
    unknown = {answer.check.id for answer in answers if answer.result.outcome is Outcome.UNKNOWN}
    assert (refuted, unknown) == (leak.refuted, leak.unknown)


def test_every_network_claim_is_refuted_by_some_leak_and_made_unknown_by_another(leaks, network_claims):
    assert {claim for leak in leaks for claim in leak.refuted} == set(network_claims)
    assert {claim for leak in leaks for claim in leak.unknown} == set(network_claims)
