"""A waiver accepts what it names, for as long as it says; a wrong one is told and keeps the zone from being proved."""

from __future__ import annotations

from datetime import date

import pytest

from phizone_policies.waivers import InvalidWaivers, load_waivers

DAY = date(2026, 11, 22)


def test_a_waived_finding_stays_visible_and_is_counted_apart(waived_verdict):
    verdict = waived_verdict()
    assert verdict.proved
    assert verdict.findings == ()
    assert [(each.answer.check.id, each.answer.subject) for each in verdict.waived] == [
        ("kms_key_rotates", "workspace.prod/aws_kms_key.still")
    ]
    assert {claim.claim.value: claim.waived for claim in verdict.claims if claim.waived} == {"encryption": 1}


def test_a_pattern_may_stand_for_the_end_of_a_name(waived_verdict):
    assert waived_verdict(resource="workspace.prod/aws_kms_key.sti*").proved


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rule": "kms_key_rotate"}, "kms_key_rotate is no rule"),
        ({"expires_on": "2026-11-21"}, "2026-11-21 is over on 2026-11-22"),
        ({"approved_on": "2026-11-23", "expires_on": "2027-01-01"}, "2026-11-23 is still to come on 2026-11-22"),
        ({"resource": "*"}, "* is too broad"),
        ({"resource": "workspace.prod/aws_kms_key.*"}, "workspace.prod/aws_kms_key.* is too broad"),
        ({"resource": "workspace.*/aws_kms_key.still"}, "workspace.*/aws_kms_key.still is too broad"),
        ({"resource": "workspace.prod/aws_*.still"}, "workspace.prod/aws_*.still is too broad"),
        ({"resource": "workspace.prod/aws_kms_key.gone"}, "meets no finding in prod"),
        ({"environments": ["prod", "production"]}, "production is none; there is dev, prod, staging"),
    ],
)
def test_a_wrong_waiver_is_told_accepts_nothing_and_nothing_is_proved(waived_verdict, change, told):
    verdict = waived_verdict(**change)
    assert not verdict.proved
    assert verdict.waived == ()
    assert len(verdict.problems) == 1
    assert told in str(verdict.problems[0])
    assert str(verdict.problems[0]).startswith("policies/waivers.yaml:2: ")


def test_a_waiver_of_another_environment_has_no_effect_here(waived_verdict):
    verdict = waived_verdict(environments=["dev"])
    assert (verdict.waived, verdict.problems) == ((), ())
    assert [answer.check.id for answer in verdict.findings] == ["kms_key_rotates"]


def test_a_waiver_holds_on_its_last_day(waived_verdict):
    assert waived_verdict(expires_on="2026-11-22", approved_on="2026-01-01").proved


def test_every_error_of_the_file_is_told_at_once(waivers_file):
    file = waivers_file(
        expires_on="2027-11-29", approver="cloud-prod@example.org", ticket=None, reasn="x", environments=[]
    )
    with pytest.raises(InvalidWaivers) as told:
        load_waivers(file, "policies/waivers.yaml")
    assert [" ".join(line.split()[:2]) for line in str(told.value).splitlines()] == [
        "policies/waivers.yaml:2: waivers[0].ticket",
        "policies/waivers.yaml:4: waivers[0].environments",
        "policies/waivers.yaml:8: waivers[0].approver",
        "policies/waivers.yaml:10: waivers[0].expires_on",
        "policies/waivers.yaml:11: waivers[0].reasn",
    ]


def test_no_file_is_no_waivers(tmp_path):
    assert load_waivers(tmp_path / "waivers.yaml", "policies/waivers.yaml") == ()


def test_the_repository_s_own_file_can_be_read(repository):
    assert load_waivers(repository / "policies/waivers.yaml", "policies/waivers.yaml") == ()
