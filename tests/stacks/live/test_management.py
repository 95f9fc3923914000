from __future__ import annotations

import pytest
from moto.organizations.models import organizations_backends

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.management import is_management
from phizone_stacks.live.place import Place

MANAGEMENT, STRANGER = "111111111111", "777777777777"


@pytest.fixture
def asks(aws, monkeypatch):
    """Whether an account manages the organization."""

    # moto remembers the members of organizations that earlier tests made.
    monkeypatch.setattr(organizations_backends, "master_accounts", {})

    def ask(account):
        calls = Calls(Place(account, "us-east-1"), lambda service, place: aws(service, place.region, place.account))
        return is_management(calls)

    return ask


def test_the_account_that_made_the_organization_manages_it(aws, asks):
    aws("organizations", account=MANAGEMENT).create_organization(FeatureSet="ALL")
    assert asks(MANAGEMENT) is True


def test_an_account_of_no_organization_manages_none(asks):
    assert asks(STRANGER) is False


def test_a_member_manages_none(aws, asks, monkeypatch):
    monkeypatch.setattr("moto.organizations.utils.make_random_account_id", lambda: STRANGER)
    organizations = aws("organizations", account=MANAGEMENT)
    organizations.create_organization(FeatureSet="ALL")
    organizations.create_account(Email="prod@example.org", AccountName="prod")
    assert asks(STRANGER) is False
