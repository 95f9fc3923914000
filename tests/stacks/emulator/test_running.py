from __future__ import annotations

import os

import pytest

from phizone_stacks.emulator.organization import Before
from phizone_stacks.emulator.running import EMULATOR, emulated, in_process
from phizone_stacks.live.place import Place

MANAGEMENT = "111111111111"
BEFORE = Before(
    id="o-exampleorg0",
    root="r-demo",
    management=MANAGEMENT,
    email="management@example.org",
    members=(),
    regions=("us-east-1",),
)
ELSEWHERE = {
    "AWS_PROFILE": "hospital",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_SESSION_TOKEN": "of-somebody",
}


@pytest.fixture
def elsewhere(monkeypatch):
    """Variables of a machine that lead boto3 to AWS, or to what stands in its place."""
    for name, text in ELSEWHERE.items():
        monkeypatch.setenv(name, text)


@pytest.mark.usefixtures("elsewhere")
def test_nothing_that_a_machine_says_of_aws_leads_a_rehearsal_elsewhere():
    with in_process(BEFORE) as clients:
        kms = clients("kms", Place(MANAGEMENT, "us-east-1"))
        assert kms.list_keys()["Keys"] == []
        assert kms.meta.endpoint_url == "https://kms.us-east-1.amazonaws.com"
    assert {name: os.environ[name] for name in ELSEWHERE} == ELSEWHERE


def test_a_process_of_ours_is_told_of_nobody_s_credentials_and_everything_that_is_not_of_aws():
    assert emulated({"PATH": "/bin", "AWS_PROFILE": "hospital"}) == {"PATH": "/bin", **EMULATOR}
