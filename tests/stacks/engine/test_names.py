from __future__ import annotations

import pytest

from phizone_stacks.engine.names import Names, type_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

URN = "urn:pulumi:dev::workspace::phizone:index:Bucket$aws:s3/bucket:Bucket::cardiology-raw"


def test_a_resource_of_the_graph_has_its_address_and_one_that_is_gone_the_address_it_had():
    node = Node(address="workspace.dev/aws_s3_bucket.Team-raw", type="aws_s3_bucket", name="cardiology-raw", urn=URN)
    assert Names(Graph([node])).address(URN) == "workspace.dev/aws_s3_bucket.Team-raw"
    assert Names(Graph([])).address(URN) == "workspace.dev/aws_s3_bucket.cardiology-raw"


@pytest.mark.parametrize(
    ("urn", "kind"),
    [
        (URN, "aws_s3_bucket"),
        ("urn:pulumi:shared::security::aws:kms/key:Key::a::b", "aws_kms_key"),
        ("urn:pulumi:dev::workspace::pulumi:providers:aws::dev", ""),
        ("urn:pulumi:dev::workspace::phizone:index:Bucket::cardiology-raw", ""),
        ("no urn", ""),
    ],
)
def test_a_urn_tells_the_terraform_type_of_resources_of_aws_alone(urn, kind):
    assert type_of(urn) == kind


def test_what_is_no_resource_of_aws_keeps_its_urn():
    urn = "urn:pulumi:dev::workspace::pulumi:providers:aws::dev"
    assert Names(Graph([])).address(urn) == urn
