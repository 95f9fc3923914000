"""A rule is tried on its own cases, in a zone that is always the same."""

from __future__ import annotations

from pathlib import Path

from phizone_environments.load import load
from phizone_policies.check import Origin
from phizone_policies.discover import find
from phizone_policies.trial import reference_zone, try_rule

ROOT = Path(__file__).parents[2]
RULE = "cost_center_is_billable"


def test_a_rule_that_does_as_its_cases_state_has_no_failures(adopters_rules):
    trial = try_rule(find(RULE, (Origin("mine", adopters_rules),)))
    assert (trial.cases, trial.failures) == (1, ())


def test_our_rules_are_tried_the_same_way():
    assert try_rule(find("kms_key_rotates")).failures == ()


def test_a_rule_that_says_otherwise_than_its_cases_fails(failures_after):
    assert failures_after(f"{RULE}.py", "|platform", "") == (
        "case 1: aws_s3_bucket.shared must be PASS",
        "case 1: aws_s3_bucket.shared is FAIL: CostCenter is 'platform', which nobody pays",
    )


def test_a_rule_that_raises_fails_even_where_a_failure_is_stated(failures_after):
    said = failures_after(f"{RULE}.py", "    return passed() if", "    assert value != 'CC-12'\n    return passed() if")
    assert said == ("case 1: aws_s3_bucket.short: the rule itself failed: AssertionError: ",)


def test_cases_must_show_every_outcome(failures_after):
    assert failures_after(f"{RULE}.yaml", "  UNKNOWN: [aws_s3_bucket.later]\n", "") == (
        "no case shows UNKNOWN, and `never` does not say why it cannot be",
        "case 1: aws_s3_bucket.later is UNKNOWN: tags.CostCenter of aws_s3_bucket.later is not known before apply",
    )


def test_an_outcome_that_is_shown_cannot_be_ruled_out(failures_after):
    said = failures_after(f"{RULE}.yaml", "- resources:", "- never: {PASS: nobody pays}\n- resources:")
    assert said == ("a case shows PASS, which `never` rules out",)


def test_a_rule_without_zone_may_not_ask_for_one(failures_after):
    said = failures_after(f"{RULE}.py", "    value = tag", "    assert view.zone\n    value = tag")
    asked = "asks what environments/ says, which a rule of profile baseline may not"
    subjects = ("billed", "by_provider", "later", "shared", "short", "silent", "word")
    assert said == tuple(f"case 1: aws_s3_bucket.{subject}: {asked}" for subject in subjects)


def test_cases_that_are_no_yaml_are_told_at_their_line(failures_after):
    (said,) = failures_after(f"{RULE}.yaml", "  PASS: [", "  PASS: [[")
    assert said.startswith(f"mine/{RULE}.yaml:")


def test_cases_are_judged_in_the_zone_of_this_repository():
    assert reference_zone() == load(ROOT / "environments")
