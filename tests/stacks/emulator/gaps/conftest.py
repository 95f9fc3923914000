from __future__ import annotations

import os
from unittest.mock import patch

import pytest
from moto import mock_aws
from moto.organizations.models import organizations_backends

from phizone_stacks.emulator.running import CREDENTIALS
from phizone_stacks.emulator.undecided import undecided
from phizone_stacks.live.entry import Clients, Entry
from phizone_stacks.live.place import Place

ACCOUNT = "777777777777"


@pytest.fixture
def aws(monkeypatch):
    """Clients of an emulated account: `aws("kms")`."""
    monkeypatch.setattr(organizations_backends, "master_accounts", {})
    with patch.dict(os.environ, CREDENTIALS), mock_aws(), undecided():
        clients = Clients(Entry(roles={ACCOUNT: f"arn:aws:iam::{ACCOUNT}:role/test"}))
        yield lambda service: clients(service, Place(ACCOUNT, "us-east-1"))
