"""checkov on the shipped zone: every failure has a reason, every reason a failure, and every pair names what exists."""

from __future__ import annotations

from phizone_policies.check import View
from phizone_policies.checkov.compare import compare, unused, worst
from phizone_policies.checkov.load import shipped
from phizone_policies.discover import all_checks, find
from phizone_policies.evaluate import evaluate


def test_every_failure_has_a_reason_and_every_reason_a_failure(scan, captured):
    found = compare(scan, captured, {}, shipped())
    assert {(each.opinion.id, each.opinion.address) for each in found.unexplained} == set()
    assert unused(scan, shipped().reasons) == ()


def test_checkov_looked_at_the_zone(scan):
    assert scan.version.startswith("3.")
    assert scan.passed > 2000
    assert {"CKV_AWS_7", "CKV_AWS_33", "CKV_AWS_286", "CKV2_AWS_6", "CKV2_AWS_11"} < {one.id for one in scan.opinions}


def test_where_the_two_differ_it_is_said_why(scan, captured, zone):
    views = {name.name: View(captured.for_environment(name.name), zone, name) for name in zone.environments}
    answers = [answer for view in views.values() for answer in evaluate(all_checks(), view)]
    found = compare(scan, captured, worst(answers), shipped())
    assert [each for each in found.disagreements if not each.reason] == []


def test_each_pair_is_of_one_id_and_of_rules_that_exist():
    pairs = shipped().pairs
    assert sorted({pair.id for pair in pairs}) == sorted(pair.id for pair in pairs)
    assert {rule for pair in pairs for rule in pair.rules if find(rule) is None} == set()
