from __future__ import annotations

import os
from unittest.mock import patch

import pytest
from moto import mock_aws

from phizone_stacks.emulator.running import CREDENTIALS, served
from phizone_stacks.live.entry import Clients, Entry, NotEntered
from phizone_stacks.live.place import Place

ROLES = {each * 12: f"arn:aws:iam::{each * 12}:role/auditor" for each in "123"}


@pytest.fixture
def aws():
    with patch.dict(os.environ, CREDENTIALS), mock_aws():
        yield


@pytest.mark.usefixtures("aws")
def test_each_account_is_entered_by_its_own_role():
    clients = Clients(Entry(roles=ROLES))
    seen = {account: clients("sts", Place(account, "us-east-1")).get_caller_identity()["Account"] for account in ROLES}
    assert seen == {account: account for account in ROLES}


@pytest.mark.usefixtures("aws")
def test_a_client_is_made_once():
    clients = Clients(Entry(roles=ROLES))
    place = Place("1" * 12, "us-east-1")
    assert clients("kms", place) is clients("kms", place)


@pytest.mark.usefixtures("aws")
def test_accounts_are_entered_through_the_first_role():
    clients = Clients(Entry(roles=ROLES, through=ROLES["2" * 12]))
    clients.confirm({account: account for account in ROLES})
    assert set(clients._known) == set(ROLES.values())


@pytest.mark.usefixtures("aws")
def test_a_session_of_the_first_role_does_not_enter_it_again():
    through = ROLES["2" * 12]
    first = Clients(Entry(roles=ROLES))._entered(through, {})
    names = {"aws_access_key_id": "AWS_ACCESS_KEY_ID", "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY"}
    names["aws_session_token"] = "AWS_SESSION_TOKEN"
    with patch.dict(os.environ, {names[key]: value for key, value in first.items()}):
        clients = Clients(Entry(roles=ROLES, through=through))
        clients.confirm({account: account for account in ROLES})
    assert clients._known[through] == {}


@pytest.mark.usefixtures("aws")
def test_a_role_that_leads_into_another_account_is_told_before_anything_is_read():
    clients = Clients(Entry(roles={"1" * 12: ROLES["2" * 12]}))
    told = "management: the credentials are of account 222222222222, environments/ says 111111111111; correct either"
    with pytest.raises(NotEntered, match=told):
        clients.confirm({"1" * 12: "management"})


@pytest.mark.usefixtures("aws")
def test_an_account_that_environments_do_not_name_is_not_entered():
    with pytest.raises(NotEntered, match="account 999999999999 is none of the organization's"):
        Clients(Entry(roles=ROLES))("kms", Place("9" * 12, "us-east-1"))


def test_without_credentials_it_is_said_how_to_get_some():
    nothing = {name: value for name, value in CREDENTIALS.items() if "KEY" not in name}
    with patch.dict(os.environ, nothing, clear=True), pytest.raises(NotEntered) as failure:
        Clients(Entry(roles=ROLES)).confirm({"1" * 12: "management"})
    assert str(failure.value) == (
        "role arn:aws:iam::111111111111:role/auditor cannot be entered: Unable to locate credentials; "
        "there are no credentials: sign in with `aws sso login`, or give --profile"
    )


def test_a_profile_that_does_not_exist_is_named():
    with patch.dict(os.environ, CREDENTIALS), pytest.raises(NotEntered, match=r"\(nobody\) could not be found"):
        Clients(Entry(roles=ROLES, profile="nobody")).confirm({"1" * 12: "management"})


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"},
        {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"},
    ],
    ids=["a proxy", "endpoints of another kind"],
)
def test_an_emulator_is_called_itself_whatever_the_machine_says_of_aws(variables):
    with patch.dict(os.environ, {**CREDENTIALS, **variables}), served() as url:
        clients = Clients(Entry(roles=ROLES, endpoint=url))
        clients.confirm({"1" * 12: "management"})
        assert clients("s3", Place("1" * 12, "us-east-1")).list_buckets()["Buckets"] == []


def test_aws_that_does_not_answer_is_told_with_where_to_look():
    stubbed = Clients(Entry(roles=ROLES))
    silent = {**CREDENTIALS, "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9"}
    with patch.dict(os.environ, silent), pytest.raises(NotEntered, match="AWS does not answer: see whether"):
        stubbed.confirm({"1" * 12: "management"})


def test_an_emulator_that_does_not_answer_is_told_with_how_to_start_one():
    entry = Entry(roles=ROLES, endpoint="http://127.0.0.1:9")
    with patch.dict(os.environ, CREDENTIALS), pytest.raises(NotEntered, match="phizone emulator start"):
        Clients(entry).confirm({"1" * 12: "management"})
