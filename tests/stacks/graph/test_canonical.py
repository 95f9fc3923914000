"""A graph written and read back is the same graph, with the same bytes."""

from __future__ import annotations

import json

import pytest

from phizone_stacks.graph.canonical import UnreadableGraph, dumps, loads
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source
from phizone_stacks.graph.values import Ref, Template, Unknown


def everything() -> Graph:
    node = Node(
        address="workspace.prod/aws_s3_bucket.raw",
        type="aws_s3_bucket",
        name="raw",
        urn="urn:pulumi:prod::workspace::aws:s3/bucket:Bucket::raw",
        account="777777777777",
        region="us-east-1",
        environment="prod",
        layer="workspace",
        component=("Team cardiology", "Storage raw"),
        source=Source("modules/storage.py", 41),
        called_from=(Source("stacks/workspace/__main__.py", 3),),
        depends_on=("workspace.prod/aws_kms_key.key",),
        protect=True,
        retain_on_delete=True,
        ignore_changes=("tags",),
        import_id="raw",
        attributes={
            "reference": Ref("workspace.prod/aws_kms_key.key", "arn"),
            "template": Template(("a/", Ref("workspace.prod/aws_kms_key.key", "arn"))),
            "unknown": Unknown("because"),
            "looks_like_a_reference": {"$ref": {"address": "x", "attribute": "y"}},
            "list": [1, 2.5, True, None, "ä"],
            "empty": {},
        },
    )
    return Graph([node, Node(address="workspace.prod/aws_kms_key.key", type="aws_kms_key", name="key")])


def test_a_graph_reads_back_equal_and_writes_the_same_bytes():
    text = dumps(everything())
    again = loads(text)
    assert list(again) == list(everything())
    assert dumps(again) == text


def test_the_order_of_nodes_and_attributes_does_not_show():
    graph = everything()
    assert dumps(Graph(reversed(list(graph)))) == dumps(graph)


def test_a_reference_a_template_and_an_unknown_are_written_as_the_format_says():
    attributes = json.loads(dumps(everything()))["resources"][1]["attributes"]
    assert attributes["reference"] == {"$ref": {"address": "workspace.prod/aws_kms_key.key", "attribute": "arn"}}
    assert attributes["template"] == {"$template": ["a/", attributes["reference"]]}
    assert attributes["unknown"] == {"$unknown": True}
    assert attributes["looks_like_a_reference"] == {"$literal": {"$ref": {"address": "x", "attribute": "y"}}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "graph.json:1: not JSON"),
        ("[]", "graph.json: format is 'list', not 'phizone-graph/1'"),
        ('{"format": "phizone-graph/2"}', "graph.json: format is 'phizone-graph/2', not 'phizone-graph/1'"),
        ('{"format": "phizone-graph/1"}', "graph.json: has no list `resources`"),
        ('{"format": "phizone-graph/1", "resources": [{}]}', r"graph.json: resources\[0\]: KeyError\('source'\)"),
    ],
)
def test_what_is_no_graph_is_refused_with_its_place(text, said):
    with pytest.raises(UnreadableGraph, match=said):
        loads(text, "graph.json")


def test_two_resources_with_one_address_are_refused():
    document = json.loads(dumps(everything()))
    document["resources"].append(document["resources"][0])
    with pytest.raises(UnreadableGraph, match="two resources have the same address"):
        loads(json.dumps(document))
