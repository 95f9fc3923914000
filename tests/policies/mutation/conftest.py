"""A small zone to break: two teams' keys and buckets, one policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from phizone_policies.mutation.values import broken_values
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value


@pytest.fixture
def broken() -> Callable[[Value], dict[tuple[str, str], Value]]:
    """What each operator makes of a value that stands in a bucket, by path and operator; the last of several."""
    keys = [
        Node(address=f"w/aws_kms_key.{team}", type="aws_kms_key", name=team, attributes={"tags": {"Team": team}})
        for team in ("cardiology", "radiology")
    ]
    bucket = Node(address="w/aws_s3_bucket.raw", type="aws_s3_bucket", name="raw")
    graph = Graph([*keys, bucket])
    return lambda value: {(each.path, each.operator): each.value for each in broken_values(graph, bucket, value)}


@pytest.fixture
def key() -> Ref:
    """The ARN of cardiology's key."""
    return Ref("w/aws_kms_key.cardiology", "arn")
