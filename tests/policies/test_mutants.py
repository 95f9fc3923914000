"""The zone as it is has no finding; broken in one place, exactly the right rules fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutation import load_mutants, mutate
from phizone_policies.check import Outcome
from phizone_scripts.judge import judge_environment
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.graph.canonical import dumps, loads

ROOT = Path(__file__).parents[2]
MUTANTS = load_mutants()


@pytest.fixture(scope="session")
def captured(zone):
    return capture_zone(ROOT, zone)


def broken(graph, zone, outcome=Outcome.FAIL):
    return {answer.check.id for answer in judge_environment(graph, zone, "prod").findings if answer.result.outcome is outcome}


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_zone_as_it_is_has_no_finding(captured, zone, environment):
    verdict = judge_environment(captured, zone, environment)
    assert [(answer.check.id, answer.subject, answer.result.message) for answer in verdict.findings] == []
    assert verdict.proved


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_safeguard_is_found_by_the_right_rules(captured, zone, mutant):
    assert broken(mutate(captured, mutant), zone) == mutant.breaks


def test_a_graph_written_and_read_back_has_the_same_verdicts(captured, zone):
    again = loads(dumps(captured.for_environment("prod")))
    assert judge_environment(again, zone, "prod") == judge_environment(captured, zone, "prod")


def test_every_rule_is_broken_by_some_mutant_but_those_that_have_nothing_here_to_break():
    from phizone_policies.discover import all_checks

    shown = {rule for mutant in MUTANTS for rule in mutant.breaks}
    assert {check.id for check in all_checks()} - shown == NOTHING_HERE


NOTHING_HERE: set[str] = set()
