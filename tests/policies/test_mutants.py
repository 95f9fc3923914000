"""The zone as it is has no finding; broken in one place, exactly the right rules fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_policies.check import Outcome
from phizone_policies.discover import all_checks
from phizone_scripts.judge import judge_environment
from phizone_stacks.graph.canonical import dumps, loads

ENVIRONMENTS = sorted(
    path.stem for path in (Path(__file__).parents[2] / "environments").glob("*.yaml") if path.stem != "organization"
)


def failing(graph, zone):
    findings = judge_environment(graph, zone, "prod", all_checks()).findings
    return {answer.check.id for answer in findings if answer.result.outcome is Outcome.FAIL}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_zone_as_it_is_has_no_finding(captured, zone, environment):
    verdict = judge_environment(captured, zone, environment, all_checks())
    assert [(answer.check.id, answer.subject, answer.result.message) for answer in verdict.findings] == []
    assert verdict.proved


def test_a_broken_safeguard_is_found_by_the_right_rules(captured, zone, mutate, mutant):
    assert failing(mutate(captured, mutant), zone) == mutant.breaks


def test_a_graph_written_and_read_back_has_the_same_verdicts(captured, zone):
    again = loads(dumps(captured.for_environment("prod")))
    assert judge_environment(again, zone, "prod", all_checks()) == judge_environment(
        captured, zone, "prod", all_checks()
    )


def test_every_rule_is_broken_by_some_mutant(mutants):
    shown = {rule for mutant in mutants for rule in mutant.breaks}
    assert {check.id for check in all_checks()} - shown == set()
