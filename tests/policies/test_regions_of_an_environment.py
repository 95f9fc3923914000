"""An allowed region is not every environment's region."""

from __future__ import annotations

import pytest

from phizone_policies.check import Outcome, View
from phizone_policies.discover import find
from phizone_policies.evaluate import evaluate
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node


@pytest.fixture
def wide_view(zone):
    """Prod and the shared layers where a third region is allowed, with a bucket of each and a safeguard in it."""
    organization = zone.organization.model_copy(update={"allowed_regions": ("us-east-1", "us-east-2", "us-west-2")})
    nodes = [
        Node(address=environment, type="aws_s3_bucket", name=environment, environment=environment, region="us-east-2")
        for environment in ("prod", "shared")
    ]
    default = Node(
        address="default", type="aws_ebs_encryption_by_default", name="x", environment="prod", region="us-east-2"
    )
    zone = zone.model_copy(update={"organization": organization})
    return View(Graph([*nodes, default]), zone, zone.environment("prod"))


def test_an_environment_s_data_stays_in_its_region_or_the_recovery_region_and_safeguards_are_in_all(wide_view):
    answers = evaluate([find("resource_in_allowed_region")], wide_view)
    assert [(each.subject, each.result.outcome, each.result.message) for each in answers] == [
        ("default", Outcome.PASS, ""),
        ("prod", Outcome.FAIL, "it is in us-east-2, not in us-east-1 or us-west-2"),
        ("shared", Outcome.PASS, ""),
    ]
