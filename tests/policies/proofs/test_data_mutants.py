"""The claims about keys, residency, logs and guardrails hold for the zone, and change where it is broken."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from phizone_policies.check import View
from phizone_policies.discover import all_rules
from phizone_policies.evaluate import evaluate

ENTRIES = yaml.safe_load(Path(__file__).with_name("mutants_data.yaml").read_text(encoding="utf-8"))
IDS = (
    "archive_is_beyond_the_workloads",
    "data_stays_in_allowed_regions",
    "every_guardrail_can_match",
    "key_loss_strands_known_data",
    "nobody_moves_data_to_other_regions",
    "phi_reads_reach_the_archive",
    "store_decrypts_for_its_team_alone",
)
RULES = [rule for rule in all_rules() if rule.id in IDS]


def decided(graph, zone, environment):
    """Every (rule, decision, resource to mend) of the proofs in an environment's view."""
    view = View(graph.for_environment(environment), zone, zone.environment(environment))
    proofs = [(answer.check.id, answer.proof) for answer in evaluate(RULES, view)]
    return {(rule, str(proof.decision), proof.node.address if proof.node else "") for rule, proof in proofs}


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_claim_is_proved_for_the_zone_as_it_is(captured, zone, environment):
    assert decided(captured, zone, environment) == {(rule, "PROVED", "") for rule in IDS}


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["name"] for entry in ENTRIES])
def test_a_broken_zone_changes_the_right_claims_with_the_right_resource(captured, zone, mutate, entry):
    mutant = SimpleNamespace(name=entry["name"], at=entry["at"], change=entry)
    changes = entry["changes"].items()
    expected = {(rule, how, at) for rule, state in changes for how, places in state.items() for at in places}
    found = {each for each in decided(mutate(captured, mutant), zone, "prod") if each[1] != "PROVED"}
    assert found == expected
