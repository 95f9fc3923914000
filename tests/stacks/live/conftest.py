from __future__ import annotations

import os
from unittest.mock import patch

import pytest
from moto import mock_aws
from moto.organizations.models import organizations_backends

from phizone_stacks.emulator.running import CREDENTIALS
from phizone_stacks.emulator.serial import serially
from phizone_stacks.emulator.undecided import undecided
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.entry import Clients, Entry
from phizone_stacks.live.place import Place
from phizone_stacks.live.reading import all_readers

ACCOUNT, REGION = "777777777777", "us-east-1"


@pytest.fixture
def aws(monkeypatch):
    """Clients of an emulated account: `aws("kms")`, or `aws("kms", region="us-west-2", account="…")`."""
    monkeypatch.setattr(organizations_backends, "master_accounts", {})
    with patch.dict(os.environ, CREDENTIALS), mock_aws(), undecided(), serially():
        accounts = {each * 12: f"arn:aws:iam::{each * 12}:role/test" for each in "123456789"}
        clients = Clients(Entry(roles=accounts))
        yield lambda service, region=REGION, account=ACCOUNT: clients(service, Place(account, region))


@pytest.fixture
def seen(aws):
    """What is read of a type: a list of attributes, by name; `seen("aws_kms_key")`."""

    def read(kind, region=REGION, account=ACCOUNT):
        reader = next(each for each in all_readers() if kind in each.types)
        calls = Calls(Place(account, region), lambda service, place: aws(service, place.region, place.account))
        found = [each for each in reader.function(calls) if each.type == kind]
        return [dict(each.attributes) for each in sorted(found, key=lambda each: each.name)]

    return read
