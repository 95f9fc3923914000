from __future__ import annotations

import os
from unittest.mock import patch

import pytest
from moto import backends, mock_aws
from moto.core import utils
from moto.core.config import default_user_config
from moto.iam.models import IAMBackend, iam_backends

from phizone_stacks.emulator.quick import quickly
from phizone_stacks.emulator.running import CREDENTIALS

ONE, OTHER = "777777777777", "666666666666"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture
def emulator():
    """An emulator of moto's own, which has AWS's policies."""
    known = {"iam": {"load_aws_managed_policies": True}}
    with patch.dict(os.environ, CREDENTIALS), patch.dict(default_user_config, known), mock_aws():
        yield


@pytest.fixture
def moto_s(emulator):
    """What AWS's policies say by ARN, as moto has them itself."""
    return documents(IAMBackend("aws", ONE).managed_policies)


@pytest.fixture
def policies(emulator):
    """AWS's policies as an account has them in a partition, by ARN: `policies(ONE)`."""
    with quickly():
        yield lambda account, partition="aws": iam_backends[account][partition].managed_policies


def documents(policies):
    return {arn: each.versions[-1].document for arn, each in policies.items()}


def test_every_account_has_aws_s_policies_as_moto_has_them(moto_s, policies):
    assert READ_ONLY in moto_s
    assert documents(policies(ONE)) == documents(policies(OTHER)) == moto_s
    assert {each.account_id for each in policies(OTHER).values()} == {OTHER}


def test_an_account_counts_its_own_attachments(policies):
    policies(ONE)[READ_ONLY].attachment_count += 1
    assert (policies(ONE)[READ_ONLY].attachment_count, policies(OTHER)[READ_ONLY].attachment_count) == (1, 0)


def test_the_partitions_of_other_accounts_have_none(policies):
    assert policies(ONE, "aws-us-gov") == {}


def test_moto_is_as_it_was_afterwards():
    before = (backends.list_of_moto_modules, utils.create_loader, IAMBackend._init_aws_policies)
    with quickly():
        assert tuple(backends.list_of_moto_modules()) == tuple(before[0]())
    assert (backends.list_of_moto_modules, utils.create_loader, IAMBackend._init_aws_policies) == before
