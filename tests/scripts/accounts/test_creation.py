"""Accounts are made once, waited for, and written where they belong."""

from __future__ import annotations

import json
import os

import pytest
from botocore.exceptions import ClientError

from phizone_environments.load import load
from phizone_scripts.accounts.creation import make, steps
from phizone_scripts.accounts.seen import read
from phizone_scripts.accounts.wanted import wanted
from phizone_scripts.exits import Misuse

LOG_ARCHIVE, DEV, PROD = "222222222222", "555555555555", "777777777777"


class Slow:
    """Organizations, which takes its time or gives a reason."""

    def __init__(self, *states):
        self.states, self.asked = list(states), []

    def create_account(self, **given):
        self.asked.append(given["AccountName"])
        return self.describe_create_account_status()

    def describe_create_account_status(self, **_):
        state = self.states.pop(0) if self.states else "IN_PROGRESS"
        if state == "throttled":
            raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "DescribeCreateAccountStatus")
        reason = {} if state in ("IN_PROGRESS", "SUCCEEDED") else {"FailureReason": state}
        told = "FAILED" if reason else state
        return {"CreateAccountStatus": {"Id": "car-1", "State": told, "AccountId": "999900001111", **reason}}


@pytest.fixture
def ahead(client, organization, checkout):
    """What is to be done for the accounts of the checkout that have no id."""

    def look():
        found = wanted(checkout)
        return steps(found, read(client), client)

    return look


def done(ahead, client, patience=5.0):
    return [(step.missing.name, number) for step, number in make(ahead, client, lambda _: None, 0.0, patience)]


def test_accounts_are_made_with_name_address_and_role_and_their_ids_are_written(ahead, client, without, checkout):
    without(LOG_ARCHIVE, DEV)
    made = dict(done(ahead(), client))
    there = {each["Name"]: (each["Id"], each["Email"]) for each in client.list_accounts()["Accounts"]}
    assert there["dev"] == (made["dev"], "cloud-dev@example.org")
    assert there["log-archive"] == (made["log-archive"], "cloud-log-archive@example.org")
    zone = load(checkout / "environments")
    assert zone.environment("dev").account.id == made["dev"]
    assert zone.organization.accounts.log_archive.id == made["log-archive"]


def test_a_second_time_nothing_is_to_be_done(ahead, client, without):
    without(DEV)
    done(ahead(), client)
    assert ahead() == []


def test_one_that_is_there_by_its_mail_address_in_whatever_case_is_adopted(ahead, client, without, edit):
    without(DEV)
    edit("environments/dev.yaml", "cloud-dev@", "cloud-DEV@")
    number = client.create_account(Email="Cloud-Dev@example.org", AccountName="old name")["CreateAccountStatus"][
        "AccountId"
    ]
    (step,) = ahead()
    assert (step.what, step.found) == ("adopt", number)
    assert done([step], client) == [("dev", number)]
    assert [each["Email"] for each in client.list_accounts()["Accounts"]].count("cloud-dev@example.org") == 0


def test_a_request_that_is_under_way_is_waited_for_and_not_made_again(ahead, client, without, monkeypatch):
    without(DEV)
    under_way = {"CreateAccountStatuses": [{"AccountName": "dev", "Id": "car-1", "State": "IN_PROGRESS"}]}
    real = client.get_paginator

    class Pages:
        def paginate(self, **_):
            return [under_way]

    monkeypatch.setattr(
        client, "get_paginator", lambda name: Pages() if name == "list_create_account_status" else real(name)
    )
    (step,) = ahead()
    assert (step.what, step.found) == ("wait", "car-1")
    slow = Slow("IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED")
    assert done([step], slow) == [("dev", "999900001111")]
    assert slow.asked == []


def test_an_account_is_waited_for_until_it_is_there(ahead, without, checkout):
    without(DEV)
    assert done(ahead(), Slow("IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED")) == [("dev", "999900001111")]
    assert load(checkout / "environments").environment("dev").account.id == "999900001111"


def test_patience_ends_and_says_to_run_it_again(ahead, without):
    without(DEV)
    with pytest.raises(Misuse, match="car-1 is still under way; run this again"):
        done(ahead(), Slow(), patience=0.0)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("EMAIL_ALREADY_EXISTS", "choose another"),
        ("ACCOUNT_LIMIT_EXCEEDED", "L-E619E033"),
        ("INTERNAL_FAILURE", "ask AWS Support"),
        ("throttled", "nothing is made twice"),
    ],
)
def test_what_aws_refuses_is_told_and_those_before_it_are_kept(ahead, without, checkout, state, said):
    without(DEV, PROD)
    first, second = ahead()
    with pytest.raises(Misuse, match=said):
        done([first, second], Slow("SUCCEEDED", state))
    assert [each.name for each in wanted(checkout).missing] == [second.missing.name]


def test_another_organization_is_left_alone(ahead, without, edit, client):
    without(DEV)
    edit("environments/organization.yaml", client.describe_organization()["Organization"]["Id"], "o-somebodyelse")
    with pytest.raises(Misuse, match="says o-somebodyelse"):
        ahead()


def test_the_verb_makes_nothing_until_it_is_told_to(phizone, without, organization, checkout, client, monkeypatch):
    from phizone_scripts.accounts.command import created, planned

    without(DEV)
    plan = planned(checkout, "", "")
    assert plan.text().splitlines()[-1] == "nothing was made; --yes makes the accounts and writes their ids"
    assert [each["Name"] for each in client.list_accounts()["Accounts"]] == ["master"]
    told = created(checkout, "", "")
    (account,) = json.loads(json.dumps(told.as_json()))["accounts"]
    assert (account["name"], account["step"]) == ("dev", "make")
    assert account["id"] == load(checkout / "environments").environment("dev").account.id
    assert "wrote 1 ids" in told.text()
    assert created(checkout, "", "").text().startswith("every account of environments/ has its id")


def test_credentials_of_another_account_make_nothing(without, organization, checkout, edit, client):
    from phizone_scripts.accounts.command import created

    without(DEV)
    edit(
        "environments/organization.yaml",
        client.describe_organization()["Organization"]["MasterAccountId"],
        "111111111111",
    )
    with pytest.raises(Misuse, match="this is for account 111111111111"):
        created(checkout, "", "")


def test_without_credentials_it_says_how_to_get_them(phizone, without, monkeypatch):
    without(DEV)
    # An emulator that another test keeps puts credentials of its own among the variables.
    [monkeypatch.delenv(name) for name in os.environ if name.startswith("AWS_")]
    [monkeypatch.setenv(name, "/dev/null") for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")]
    ended = phizone("accounts", "create")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("there are no AWS credentials on this machine: sign in")
