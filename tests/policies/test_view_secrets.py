"""No message tells a secret that it found."""

from __future__ import annotations

import pytest

from phizone_policies.check import Outcome, View
from phizone_policies.checks.environment_holds_no_secrets import environment_holds_no_secrets
from phizone_policies.evaluate import evaluate
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

SECRETS = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_" + 36 * "0",
    "xoxb-" + 12 * "0",
    "postgres://app:hunter2hunter2@db.example.org/x",
    "correct horse battery staple",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_found_and_not_repeated(secret):
    variables = {"environment": [{"variables": {"DB_PASSWORD": secret}}]}
    node = Node(address="aws_lambda_function.one", type="aws_lambda_function", name="one", attributes=variables)
    (answer,) = evaluate([environment_holds_no_secrets], View(Graph([node])))
    assert answer.result.outcome is Outcome.FAIL
    assert "DB_PASSWORD" in answer.result.message
    assert secret not in answer.result.message
    assert answer.result.witness == {}
