from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber
from moto.organizations.models import organizations_backends

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place

NOBODY = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}
ACCOUNT, REGION = "777777777777", "us-east-1"


class Answers:
    """Clients that give documented answers, in the order in which they are told, and no others."""

    def __init__(self, answers):
        self._stubs = {}
        for operation, answer in answers:
            service, _, name = operation.partition(".")
            if isinstance(answer, dict):
                self._stub(service).add_response(name, answer)
            else:
                code, message = answer
                self._stub(service).add_client_error(name, code, message)

    def client(self, service, place):
        return self._stub(service).client

    def _stub(self, service):
        if service not in self._stubs:
            self._stubs[service] = Stubber(boto3.client(service, region_name=REGION, **NOBODY))
            self._stubs[service].activate()
        return self._stubs[service]


@pytest.fixture(autouse=True)
def no_organization(monkeypatch):
    """moto remembers the members of organizations that earlier tests made."""
    monkeypatch.setattr(organizations_backends, "master_accounts", {})


@pytest.fixture
def answered():
    """What a reader tells of answers: `answered(READER, ("kms.list_keys", {…}), ("kms.…", ("Code", "text")))`."""

    def read(reader, *answers):
        calls = Calls(Place(ACCOUNT, REGION), Answers(answers).client)
        found = list(reader.function(calls))
        assert {each.type for each in found} <= set(reader.types)
        return [dict(each.attributes) for each in found]

    return read
