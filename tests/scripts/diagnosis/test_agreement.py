"""The record of the agreement with AWS, held against an environment's data and the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from phizone_environments.organization import BaaScope
from phizone_scripts.diagnosis.agreement import agreement


@pytest.fixture
def states(question, zone):
    """The states found for an environment, on a day, with a record that is changed."""

    def look(environment, day=date(2026, 11, 22), **changed):
        record = zone.organization.baa.model_copy(update=changed) if changed.get("record", zone) is not None else None
        organization = zone.organization.model_copy(update={"baa": record})
        asked = replace(question, environment=environment, day=day)
        return [each.state for each in agreement(asked, zone.model_copy(update={"organization": organization}))]

    return look


def test_a_record_that_is_in_force_is_right(states):
    assert states("prod") == ["ok"]


def test_without_a_record_what_holds_phi_is_not_deployed(states):
    assert states("prod", record=None) == ["fail"]
    assert states("dev", record=None) == ["note"]


def test_an_agreement_that_is_yet_to_be_accepted_is_none(states):
    assert states("prod", day=date(2026, 1, 14)) == ["fail"]
    assert states("prod", day=date(2026, 1, 15)) == ["ok"]


def test_one_that_each_account_accepts_is_to_be_seen_there(states):
    assert states("prod", scope=BaaScope.ACCOUNT) == ["note"]
    assert states("dev", scope=BaaScope.ACCOUNT) == ["ok"]
