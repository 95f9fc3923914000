from __future__ import annotations

import pytest

from phizone_policies.views.secrets import secret_in
from phizone_stacks.graph.graph import Graph
from phizone_stacks.live.withheld import withheld, without_secrets

ARN = "arn:aws:secretsmanager:us-east-1:777777777777:secret:prod/signing-AbCdEf"
SECRETS = {
    "AKIAIOSFODNN7EXAMPLE": "an AWS access key",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE": "a private key",
    "ghp_" + "0" * 36: "a GitHub token",
    "xoxb-000000000000": "a Slack token",
    "eyJ0000000000.eyJ0000000000.00000": "a JSON web token",
    "postgres://app:hunter2@db.example.org/x": "an address with a password",
    "https://app:hunter2@example.org/": "an address with a password",
    "hunter2hunter2": "a secret by its name",
}
NAMES = [
    ARN,
    "/prod/api-key",
    "{{resolve:secretsmanager:x}}",
    "${token}",
    "https://example.org/token",
    "s3://bucket/key",
    "<place>",
    "14",
    "True",
    "",
]


@pytest.mark.parametrize(("value", "kind"), SECRETS.items())
def test_of_a_secret_nothing_is_told_but_what_kind_it_is(value, kind):
    graph = Graph([], "prod")
    assert (secret_in(graph, "DB_PASSWORD", value), secret_in(graph, "DB_PASSWORD", withheld(value))) == (kind, kind)


@pytest.mark.parametrize("value", NAMES)
def test_what_only_names_a_secret_is_no_secret_when_it_is_withheld(value):
    assert secret_in(Graph([], "prod"), "DB_PASSWORD", withheld(value)) == ""


def test_an_arn_stays_as_it_is():
    assert withheld(ARN) == ARN


@pytest.mark.parametrize("value", [f"{ARN} hunter2", f"hunter2 {ARN}"])
def test_an_arn_with_something_beside_it_does_not(value):
    assert withheld(value) == "withheld"


def test_what_stands_under_names_of_somebodys_own_is_withheld_at_any_depth():
    told = {
        "name": "train",
        "environment": {"TOKEN": "hunter2hunter2", "LEVEL": "1"},
        "container": [{"environment": {"KEY": ARN}, "image": "hunter2hunter2"}],
    }
    assert without_secrets(told) == {
        "name": "train",
        "environment": {"TOKEN": "withheld", "LEVEL": "0"},
        "container": [{"environment": {"KEY": ARN}, "image": "hunter2hunter2"}],
    }
