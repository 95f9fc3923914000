"""Every check gives each subject of its cases the outcome that stands there, and its cases show every outcome."""

from __future__ import annotations

import pytest

from phizone_policies.cases import load_cases
from phizone_policies.check import Outcome, Profile
from phizone_policies.discover import all_checks, all_rules

CASES = [
    pytest.param(check, case, id=f"{check.id}-{number}")
    for check in all_rules()
    for number, case in enumerate(load_cases(check.id, check.origin).cases)
]


@pytest.mark.parametrize("check", all_rules(), ids=lambda check: check.id)
def test_the_cases_of_a_check_show_every_outcome_or_say_why_it_cannot_be(check):
    cases = load_cases(check.id, check.origin)
    assert cases.shown | set(cases.never) == set(Outcome)
    assert not cases.shown & set(cases.never)


@pytest.mark.parametrize(("check", "case"), CASES)
def test_a_check_gives_each_subject_the_outcome_its_case_states(check, case, zone, run_case):
    assert run_case(check, case, zone, "prod") == case.expected


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_a_check_reads_what_it_says_it_reads(check, zone, read_by):
    """Beside what tells who a resource is: its name, and tags under either name."""
    assert read_by(check, zone) == set()


WITHOUT_ZONE = [check for check in all_rules() if check.profile is not Profile.ZONE]


@pytest.mark.parametrize("check", WITHOUT_ZONE, ids=lambda check: check.id)
def test_only_a_rule_of_the_zone_asks_what_environments_say(check, failures_without_zone):
    assert failures_without_zone(check) == []
