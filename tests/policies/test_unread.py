"""What of a live account gave no answer makes every rule that would have to see it UNKNOWN."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_policies.check import Outcome, View
from phizone_policies.discover import all_checks, all_rules
from phizone_policies.evaluate import UNREAD, evaluate
from phizone_stacks.graph.graph import Graph, Unread

ROOT = Path(__file__).parents[2]
ZONE = load(ROOT / "environments")
KEY = Unread("aws_kms_key", "777777777777", "us-east-1", "kms:ListKeys in 777777777777 us-east-1: AccessDenied: no")


@pytest.fixture
def undecided():
    """Ids of the rules that an environment's view of a graph leaves undecided: `undecided(unread…)`."""

    def asked(*unread, environment="prod", rules=None):
        view = View(Graph([], environment, unread), ZONE, ZONE.environment(environment))
        answers = evaluate(rules or all_rules(), view)
        return {
            answer.check.id: answer.result
            for answer in answers
            if answer.subject == UNREAD and answer.result.outcome is Outcome.UNKNOWN
        }

    return asked


def test_nothing_is_undecided_where_everything_was_read(undecided):
    assert undecided() == {}


def test_rules_that_read_the_type_and_every_claim_over_the_whole_graph_are_undecided(undecided):
    reading = {
        rule.id
        for rule in all_rules()
        if rule.proof is not None
        or {"*", "aws_kms_key"} & {*rule.types, *(read.partition(".")[0] for read in rule.reads)}
    }
    assert set(undecided(KEY)) == reading
    assert {"kms_key_rotates", "phi_store_is_read_by_its_team_alone"} <= reading


def test_the_call_that_gave_no_answer_is_told(undecided):
    told = undecided(KEY)["kms_key_rotates"].message
    assert told == (
        "aws_kms_key of 777777777777 us-east-1 could not be read: "
        "kms:ListKeys in 777777777777 us-east-1: AccessDenied: no"
    )


def test_another_environment_s_account_leaves_this_one_decided(undecided):
    assert undecided(KEY, environment="dev") == {}


@pytest.mark.parametrize("kind", sorted({kind for rule in all_checks() for kind in rule.types if kind != "*"}))
def test_no_rule_passes_on_a_type_that_was_not_read(kind, undecided):
    asked = [rule for rule in all_checks() if kind in rule.types]
    found = undecided(Unread(kind, "777777777777", "us-east-1", "no"), rules=asked)
    assert set(found) == {rule.id for rule in asked}
