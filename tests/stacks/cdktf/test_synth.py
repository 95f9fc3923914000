"""What CDK Terrain makes of an exported app is the exported Terraform JSON, through its typed bindings."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.cdktf.app import app
from phizone_stacks.cdktf.bindings import Library
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

ROOT = Path(__file__).parents[3]


@pytest.fixture
def alike(synthesized, spelled, roots_of):
    """Holds that an app of a graph synthesizes the graph's own roots; returns the app."""

    def hold(graph):
        roots = roots_of(graph)
        made = app(roots, Library.CDKTN)
        found = synthesized(made.files)
        documents = {root.name: spelled(root.document) for root in roots}
        assert {name: spelled(found[name]) for name in documents} == documents
        archives = {f"{root.name}/{each.name}": each.content for root in roots for each in root.archives}
        assert {name: told for name, told in found.items() if name.endswith(".zip")} == archives
        return made

    return hold


def test_every_kind_of_value_comes_out_as_it_went_in_with_types_and_without(alike, graph, newer):
    made = alike(Graph([*graph, newer]))
    assert made.typed == len(graph)
    assert made.raw == {newer.address: "newer_than_the_bindings of s3.AwsBucketConfig"}


@pytest.mark.slow
def test_the_bindings_refuse_a_resource_without_a_required_argument(synthesized, roots_of):
    node = Node(
        address="workspace.dev/aws_lambda_function.x",
        type="aws_lambda_function",
        name="x",
        account="555555555555",
        attributes={"function_name": "f"},
    )
    with pytest.raises(AssertionError, match="missing 1 required keyword-only argument: 'role'"):
        synthesized(app(roots_of(Graph([node])), Library.CDKTN).files)


@pytest.mark.slow
def test_every_resource_of_every_environment_passes_the_typed_bindings(alike, capsys):
    graph = capture_zone(ROOT, load(ROOT / "environments"))
    made = alike(graph)
    with capsys.disabled():
        print(f"\n{made.typed} resources of {len({node.type for node in graph})} types passed the typed bindings")
    assert (made.typed, made.raw) == (len(graph), {})
