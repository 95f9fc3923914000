"""The claims about access hold for the zone as it is; broken in one place, the right ones change and say where."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from phizone_policies.check import View
from phizone_policies.discover import all_rules
from phizone_policies.evaluate import evaluate
from phizone_policies.proofs.access.stories import load_stories

ENTRIES = yaml.safe_load(Path(__file__).with_name("mutants_access.yaml").read_text(encoding="utf-8"))
IDS = (
    "deployer_is_not_locked_out",
    "no_outsider_reads_phi",
    "phi_store_is_read_by_its_team_alone",
    "roles_are_passed_within_their_team",
    "services_still_work",
    "stories_come_true",
)
RULES = [rule for rule in all_rules() if rule.id in IDS]
STORIES = "policies/stories.yaml"


def answers(graph, zone, environment):
    stories = load_stories(Path(__file__).parents[3] / STORIES, STORIES)
    view = View(graph.for_environment(environment), zone, zone.environment(environment), stories)
    return evaluate(RULES, view)


def broken(found):
    """Every (rule, decision, resource to mend) of what does not hold."""
    proofs = [(answer.check.id, answer.proof) for answer in found]
    told = {(rule, str(proof.decision), proof.node.address if proof.node else "") for rule, proof in proofs}
    return {each for each in told if each[1] != "PROVED"}


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_claim_is_proved_for_the_zone_as_it_is_and_over_no_empty_set(captured, zone, environment):
    found = answers(captured, zone, environment)
    assert {answer.check.id for answer in found} == set(IDS)
    assert [(answer.subject, answer.result.message) for answer in found if answer.proof.decision != "PROVED"] == []
    assert [answer.subject for answer in found if min(answer.proof.sizes.values()) < 1] == []
    assert [answer.subject for answer in found if not answer.proof.assumptions or not answer.proof.inventory] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["name"] for entry in ENTRIES])
def test_a_broken_zone_changes_the_right_claims_with_the_right_resource(captured, zone, mutate, entry):
    mutant = SimpleNamespace(name=entry["name"], at=entry["at"], change=entry)
    changes = entry["changes"].items()
    expected = {(rule, how, at) for rule, state in changes for how, places in state.items() for at in places}
    assert broken(answers(mutate(captured, mutant), zone, "prod")) == expected


@pytest.mark.parametrize("how", ["REFUTED", "UNKNOWN"])
def test_every_claim_is_changed_by_some_mutant_in_either_way(how):
    assert {rule for entry in ENTRIES for rule, state in entry["changes"].items() if how in state} == set(IDS)
