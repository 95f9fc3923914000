"""An emulated organization, and a checkout whose `environments/` names it."""

from __future__ import annotations

import os

import boto3
import pytest
from moto import mock_aws

from phizone_stacks.emulator.running import emulated

HOME = "us-east-1"


@pytest.fixture
def client(monkeypatch):
    """Organizations, as the management account asks it; there is no organization yet."""
    [monkeypatch.delenv(name) for name in os.environ if name.startswith("AWS_")]
    [monkeypatch.setenv(name, text) for name, text in emulated({}).items()]
    with mock_aws():
        yield boto3.client("organizations", region_name=HOME)


@pytest.fixture
def organization(client, edit):
    """An organization whose ids stand in the checkout's organization.yaml; returns the id of its root."""
    made = client.create_organization(FeatureSet="ALL")["Organization"]
    root = client.list_roots()["Roots"][0]["Id"]
    edit("environments/organization.yaml", "id: o-exampleorg0", f"id: {made['Id']}")
    edit("environments/organization.yaml", "r-demo", root)
    edit("environments/organization.yaml", "111111111111", made["MasterAccountId"])
    return root


@pytest.fixture
def without(edit):
    """Puts `new` in place of an account's id."""
    files = {
        "222222222222": "organization",
        "444444444444": "organization",
        "555555555555": "dev",
        "777777777777": "prod",
    }

    def take(*numbers):
        [edit(f"environments/{files[number]}.yaml", f'"{number}"', "new") for number in numbers]

    return take
