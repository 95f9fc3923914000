"""Whose credentials are at hand, and into which roles of an environment's accounts they lead."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from phizone_scripts.at_hand import AtHand, enter
from phizone_scripts.diagnosis import entering as looked_at
from phizone_scripts.diagnosis.entering import NONE, entering, view

MANAGEMENT, AUDIT, DEV = "111111111111", "333333333333", "555555555555"


def states(found):
    return {finding.what: finding.state for finding in found.findings}


@pytest.fixture
def aws(bare, monkeypatch):
    """An emulated AWS, entered as a role of an account, which returns the role's name."""
    with mock_aws():

        def be(account, role):
            monkeypatch.setenv("MOTO_ACCOUNT_ID", account)
            given = enter(AtHand(), f"arn:aws:iam::{account}:role/{role}", "us-east-1")
            [monkeypatch.setenv(name.upper(), value) for name, value in given.items()]

        yield be


@pytest.fixture
def refusing(monkeypatch):
    """Roles whose names end in one of these words let nobody in."""

    def refuse(*words):
        def guarded(at_hand, role, region, given=None):
            if role.endswith(words):
                refused = {"Error": {"Code": "AccessDenied", "Message": f"not authorized to enter {role}"}}
                raise ClientError(refused, "AssumeRole")
            return enter(at_hand, role, region, given)

        monkeypatch.setattr(looked_at, "enter", guarded)

    return refuse


def test_a_view_is_the_shared_accounts_and_the_environments_own(zone):
    assert list(view(zone, "dev").values()) == ["management", "log-archive", "audit", "network", "dev"]


def test_without_credentials_one_note_says_how_to_get_them_and_nothing_is_asked(bare, question, zone):
    found = entering(question, zone)
    assert [(each.state, each.what, each.found) for each in found.findings] == [("note", "AWS credentials", NONE)]
    assert (found.account, found.into) == ("", {})


def test_a_profile_that_is_not_there_is_told_with_how_to_list_those_that_are(bare, question, zone, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    found = entering(question, zone)
    assert states(found) == {"AWS credentials": "fail"}
    assert "aws configure list-profiles" in found.findings[0].found


def test_the_machines_own_metadata_is_not_asked(bare, monkeypatch):
    asked = []
    monkeypatch.setattr("botocore.utils.InstanceMetadataFetcher.retrieve_iam_role_credentials", asked.append)
    assert not AtHand().is_there()
    assert asked == []


def test_who_enters_every_role_is_told_of_each_account(aws, question, zone):
    aws(MANAGEMENT, "meridian-shared-deploy")
    found = entering(question, zone)
    assert set(states(found).values()) == {"ok"}
    assert set(found.into) == set(view(zone, "dev"))
    assert found.role == "meridian-shared-deploy"


def test_credentials_of_an_account_that_nobody_named_are_of_no_use(aws, question, zone):
    aws("999999999999", "admin")
    found = entering(question, zone)
    assert states(found) == {"AWS credentials": "fail"}
    assert found.into == {}


def test_a_deploy_role_that_lets_nobody_in_stands_in_the_way(aws, refusing, question, zone):
    refusing("meridian-dev-deploy")
    aws(MANAGEMENT, "admin")
    found = entering(question, zone)
    assert states(found) == {
        "AWS credentials": "ok",
        "roles in management": "ok",
        "roles in log-archive": "ok",
        "roles in audit": "ok",
        "roles in network": "ok",
        "roles in dev": "fail",
    }
    assert DEV in found.into
    told = next(each.found for each in found.findings if each.what == "roles in dev")
    assert "meridian-example/landing-zone in its GitHub environment dev" in told
    assert "stacks/DEPLOY.md" in told


def test_an_auditor_that_lets_nobody_in_is_worth_a_note(aws, refusing, question, zone):
    refusing(f"{AUDIT}:role/meridian-shared-auditor")
    aws(MANAGEMENT, "admin")
    assert {what for what, state in states(entering(question, zone)).items() if state == "note"} == {
        f"roles in {name}" for name in view(zone, "dev").values()
    }


def test_who_is_let_in_nowhere_reads_only_the_own_account(aws, refusing, question, zone):
    refusing("deploy", "auditor")
    aws(MANAGEMENT, "admin")
    found = entering(question, zone)
    assert found.into == {MANAGEMENT: {}}
    assert {state for what, state in states(found).items() if what.startswith("roles")} == {"fail"}


def test_a_workflow_that_is_the_deploy_role_already_does_not_enter_it_again(aws, refusing, question, zone):
    refusing(f"{DEV}:role/meridian-dev-deploy")
    aws(DEV, "meridian-dev-deploy")
    found = entering(question, zone)
    assert states(found)["roles in dev"] == "ok"


def test_credentials_that_aws_does_not_know_are_told(bare, question, zone, monkeypatch):
    def refuse(*_, **__):
        raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "expired"}}, "GetCallerIdentity")

    with mock_aws():
        client = boto3.client("sts", region_name="us-east-1")
        monkeypatch.setattr(client, "get_caller_identity", refuse)
        monkeypatch.setattr(AtHand, "client", lambda *_, **__: client)
        found = entering(question, zone)
    assert states(found) == {"AWS credentials": "fail"}
    assert "aws sso login" in found.findings[0].found
