"""The reference zone, captured: whole, named, placed, and without anything that nobody can know."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_environments.zone import Zone
from phizone_stacks.capture.zone import StackName, capture_zone, stacks
from phizone_stacks.graph.canonical import dumps
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.physical import Pattern, _formats, physical
from phizone_stacks.graph.values import unknown_paths

CIDR = re.compile(r"\d+-\d+-\d+-\d+-\d+$")
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def zone() -> Zone:
    return load(ROOT / "environments")


@pytest.fixture(scope="module")
def graph(zone) -> Graph:
    return capture_zone(ROOT, zone)


def test_shared_layers_come_before_every_environment_s_workspace(zone):
    assert stacks(zone) == (
        (StackName("organization", "shared"),),
        (StackName("security", "shared"),),
        (StackName("network", "shared"),),
        (StackName("workspace", "dev"), StackName("workspace", "staging"), StackName("workspace", "prod")),
    )


def test_the_view_of_prod_holds_250_resources_over_five_accounts(graph):
    view = graph.for_environment("prod")
    assert len(view) >= 250
    assert {node.account for node in view} == {f"{digit}" * 12 for digit in "1234567"}


def test_nothing_is_unknown_and_nothing_is_null(graph):
    assert [(node.address, path) for node in graph for path in unknown_paths(dict(node.attributes))] == []
    assert "null" not in json.dumps(json.loads(dumps(graph)), separators=(" ", " ")).split()


def test_every_resource_knows_its_account_its_region_its_line_and_who_called_it(graph):
    assert {node.address for node in graph if not (node.account and node.region and node.source)} == set()
    assert {node.source.file.split("/")[0] for node in graph} == {"modules"}
    last = {(node.layer, str(node.called_from[-1])) for node in graph}
    assert last == {
        (layer, f"stacks/{layer}/__main__.py:3") for layer in ("organization", "security", "network", "workspace")
    }


def test_every_name_is_explicit(graph):
    named = {kind: entry["attributes"] for kind, entry in _formats().items()}
    guessed = {
        node.address
        for node in graph
        for attribute in named.get(node.type, {})
        if isinstance(physical(node, attribute), Pattern)
    }
    assert guessed == set()


def test_every_reference_is_to_a_resource_of_the_zone_and_forwards(graph):
    order = ["organization", "security", "network", "workspace"]
    assert graph.dangling() == ()
    backwards = {
        (node.layer, graph[target].layer)
        for node in graph
        for target in graph.refers_to(node)
        if order.index(graph[target].layer) > order.index(node.layer)
    }
    assert backwards == set()


def test_environments_differ_in_data_only(graph):
    made = {
        environment: sorted(
            (node.type, CIDR.sub("", node.name))
            for node in graph
            if node.layer == "workspace" and node.environment == environment
        )
        for environment in ("dev", "staging")
    }
    assert made["dev"] == made["staging"]


def test_a_provider_is_one_account_s_and_enters_a_role_of_it(zone):
    from phizone_stacks.capture.program import run_project
    from phizone_stacks.capture.tokens import Registry

    run = run_project(ROOT / "stacks/security", "shared", ROOT, {}, Registry())
    providers = {record.name: record.properties for record in run.records if "providers" in record.token}
    roles = {name: json.loads(each["assumeRoles"])[0]["role_arn"] for name, each in providers.items()}
    assert roles == {
        "audit": "arn:aws:iam::333333333333:role/meridian-shared-deploy",
        "log-archive": "arn:aws:iam::222222222222:role/meridian-shared-deploy",
        "management": "arn:aws:iam::111111111111:role/meridian-shared-deploy",
    }
    assert {name: each["allowedAccountIds"] for name, each in providers.items()} == {
        "audit": '["333333333333"]',
        "log-archive": '["222222222222"]',
        "management": '["111111111111"]',
    }


def test_one_processor_gives_the_same_bytes_as_several(zone, graph, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert dumps(capture_zone(ROOT, zone)) == dumps(graph)
