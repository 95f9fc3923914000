"""What the organization layer meets in an organization that exists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import boto3
import pytest
from moto import mock_aws
from moto.core.config import default_user_config

from phizone_environments.load import load
from phizone_scripts.accounts.adoption import adoption
from phizone_scripts.accounts.seen import read
from phizone_scripts.exits import Misuse
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.apply import apply
from phizone_stacks.emulator.organization import ids
from phizone_stacks.emulator.running import emulated, in_process
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.graph import Graph
from phizone_stacks.live.place import Place

ROOT = Path(__file__).parents[3]
ZONE = load(ROOT / "environments")
MANAGEMENT = "111111111111"


@pytest.fixture(scope="module")
def graph():
    """The organization layer of this checkout."""
    return Graph(node for node in capture_zone(ROOT, ZONE) if node.layer == "organization")


@pytest.fixture
def client(monkeypatch):
    """Organizations, as the management account of this checkout's organization asks it; all its accounts exist."""
    [monkeypatch.setenv(name, text) for name, text in {**emulated({}), "MOTO_ACCOUNT_ID": MANAGEMENT}.items()]
    existing = before(ZONE)
    with mock_aws(), ids(existing), patch.dict(default_user_config, {"iam": {"load_aws_managed_policies": False}}):
        client = boto3.client("organizations", region_name="us-east-1")
        client.create_organization(FeatureSet="ALL")
        [client.create_account(Email=each.email, AccountName=each.name) for each in existing.members]
        yield client


@pytest.fixture
def told(client, graph):
    """What is told, as (state, thing) with the words."""
    return lambda zone=ZONE: {(each.state, each.what): each.found for each in adoption(zone, graph, read(client))}


def failures(told):
    return {what for state, what in told if state == "fail"}


@pytest.fixture
def changed():
    """The zone with other ids in its organization."""

    def change(**fields):
        return ZONE.model_copy(update={"organization": ZONE.organization.model_copy(update=fields)})

    return change


def test_nothing_stands_in_the_way_of_an_organization_that_was_just_made(told):
    assert failures(told()) == set()


def test_what_the_program_adopts_is_told_by_id_and_where_it_goes(told, graph, client):
    findings = [each.found for each in adoption(ZONE, graph, read(client)) if each.what == "adopted"]
    assert [found.split(" ")[0] for found in findings] == [
        "o-exampleorg0",
        "333333333333",
        "555555555555",
        "222222222222",
        "111111111111",
        "444444444444",
        "777777777777",
        "666666666666",
    ]
    adopted = sorted(found.split(" ")[0] for found in findings)
    assert sorted(node.import_id for node in graph if node.import_id) == adopted
    assert "moves it from root to workloads/prod" in findings[6]


def test_after_the_apply_nothing_moves_and_nothing_is_switched_on(graph):
    with in_process(before(ZONE)) as clients:
        apply(graph, clients, "us-east-1")
        found = list(adoption(ZONE, graph, read(clients("organizations", Place(MANAGEMENT, "us-east-1")))))
    assert {each.what for each in found if each.state == "note"} == set()


def test_ids_that_are_not_aws_own_stand_in_the_way(told, changed):
    found = told(changed(id="o-somebodyelse", root_id="r-other"))
    assert failures(found) == {"organization", "root"}
    assert found["fail", "root"] == "AWS has r-demo, environments/organization.yaml says r-other; correct it"


def test_an_account_that_is_not_there_is_told_with_what_to_do(told, changed):
    accounts = ZONE.organization.accounts
    moved = accounts.audit.model_copy(update={"id": "999999999999"})
    found = told(changed(accounts=accounts.model_copy(update={"audit": moved})))
    assert failures(found) == {"account audit"}
    assert "account 333333333333 has its mail address" in found["fail", "account audit"]
    assert "333333333333" in found["note", "other accounts"]


def test_a_mail_address_that_differs_stands_in_the_way(told, changed):
    accounts = ZONE.organization.accounts
    other = accounts.audit.model_copy(update={"email": "other@example.org"})
    assert failures(told(changed(accounts=accounts.model_copy(update={"audit": other})))) == {"account audit"}


def test_a_closed_account_stands_in_the_way(told, client):
    client.close_account(AccountId="444444444444")
    assert failures(told()) == {"account network"}


def test_what_an_apply_would_switch_off_stands_in_the_way(told, client):
    client.enable_policy_type(RootId="r-demo", PolicyType="BACKUP_POLICY")
    client.enable_aws_service_access(ServicePrincipal="fms.amazonaws.com")
    found = told()
    assert failures(found) == {"policy types", "trusted services"}
    assert "switch off BACKUP_POLICY" in found["fail", "policy types"]
    assert "switch off fms.amazonaws.com" in found["fail", "trusted services"]


def test_units_and_policies_of_the_same_name_stand_in_the_way(told, client):
    unit = client.create_organizational_unit(ParentId="r-demo", Name="workloads")["OrganizationalUnit"]["Id"]
    client.create_organizational_unit(ParentId=unit, Name="prod")
    client.create_organizational_unit(ParentId=unit, Name="sandbox")
    client.enable_policy_type(RootId="r-demo", PolicyType="SERVICE_CONTROL_POLICY")
    client.create_policy(Content="{}", Description="", Name="meridian-shared-baseline", Type="SERVICE_CONTROL_POLICY")
    found = told()
    assert failures(found) == {"unit workloads", "unit workloads/prod", "policy meridian-shared-baseline"}
    assert f"exists as {unit}; rename it, or adopt it" in found["fail", "unit workloads"]


def test_an_account_in_a_unit_of_its_own_is_moved_and_who_held_it_is_named(told, client, graph):
    unit = client.create_organizational_unit(ParentId="r-demo", Name="legacy")["OrganizationalUnit"]["Id"]
    client.move_account(AccountId="777777777777", SourceParentId="r-demo", DestinationParentId=unit)
    found = [each.found for each in adoption(ZONE, graph, read(client)) if each.found.startswith("777777777777 as")]
    assert [each.partition("; ")[2] for each in found] == [
        "`pulumi up` of the organization layer moves it from legacy to workloads/prod; policies of legacy then hold it"
        " no more"
    ]


def test_strangers_are_named_and_stay(told, client):
    client.create_account(Email="elsewhere@example.org", AccountName="elsewhere")
    assert failures(told()) == set()


def test_features_that_are_off_are_told(told, client, graph):
    seen = replace(read(client), feature_set="CONSOLIDATED_BILLING")
    assert [each.what for each in adoption(ZONE, graph, seen) if each.state == "fail"] == ["features"]


def test_where_there_is_no_organization_it_says_how_to_make_one():
    with mock_aws(), pytest.raises(Misuse, match="create-organization --feature-set ALL"):
        read(boto3.client("organizations", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"))
