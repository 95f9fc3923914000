"""The repository's own zone, exported and read back: the same resources, references and policies, byte for byte."""

from __future__ import annotations

import json
import os

import pytest

from phizone_stacks.graph.graph import SHARED
from phizone_stacks.terraform.roots import roots

ENVIRONMENTS = ("dev", "staging", "prod")
PLUGINS = os.environ.get("PHIZONE_TERRAFORM_PLUGINS")


@pytest.fixture(scope="module")
def stacks_of(captured):
    names = {node.address.partition("/")[0] for node in captured}
    return lambda environment: [name for name in names if name.partition(".")[2] in (SHARED, environment)]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_is_exported_reads_back_as_the_graph(captured, exported, stacks_of, read_back, environment):
    made = exported(captured, *stacks_of(environment))
    told = read_back(captured, tuple(made.values()))
    wanted = {node.address: node for node in captured if node.address.partition("/")[0] in made}
    assert {node.address: node for node in told} == wanted
    assert sum(root.resources for root in made.values()) == len(wanted)


def test_every_environment_s_roots_together_hold_the_zone(captured, exported):
    made = exported(captured)
    assert sum(root.resources for root in made.values()) == len(captured)
    assert list(made)[:3] == ["organization.shared", "security.shared", "network.shared"]
    assert {name: root.needs for name, root in made.items()} == {
        "organization.shared": (),
        "security.shared": (),
        "network.shared": ("security.shared",),
        "workspace.dev": ("network.shared", "security.shared"),
        "workspace.prod": ("network.shared", "security.shared"),
        "workspace.staging": ("network.shared", "security.shared"),
    }


def test_a_shared_root_is_the_same_whichever_environment_it_is_exported_with(captured, exported, stacks_of):
    dev, prod = (exported(captured, *stacks_of(name)) for name in ("dev", "prod"))
    view = captured.for_environment("prod")
    from_view = exported(view, *stacks_of("prod"))
    assert prod == from_view
    del dev["workspace.dev"], prod["workspace.prod"]
    assert dev == prod


@pytest.fixture
def folders(captured, exported, tmp_path):
    """The zone's roots on disk, by name."""
    for name, root in exported(captured).items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf.json").write_text(json.dumps(root.document), encoding="utf-8")
        for archive in root.archives:
            (tmp_path / name / archive.name).write_bytes(archive.content)
    return {name: tmp_path / name for name in exported(captured)}


def test_terraform_reads_every_root(folders, terraform):
    answers = {name: terraform(folder, "get") for name, folder in folders.items()}
    assert {name: answer.stderr for name, answer in answers.items() if answer.returncode != 0} == {}
    assert len(answers) == 6


@pytest.mark.slow
@pytest.mark.skipif(PLUGINS is None, reason="no provider: PHIZONE_TERRAFORM_PLUGINS names no folder for -plugin-dir")
def test_the_provider_s_own_schema_accepts_every_root(folders, terraform):
    words = ("init", "-backend=false", "-input=false", f"-plugin-dir={PLUGINS}")
    started = {name: terraform(folder, *words) for name, folder in folders.items()}
    assert {name: answer.stderr for name, answer in started.items() if answer.returncode != 0} == {}
    told = {name: json.loads(terraform(folder, "validate", "-json").stdout) for name, folder in folders.items()}
    assert {name: answer["diagnostics"] for name, answer in told.items() if not answer["valid"]} == {}
    assert len(told) == 6


def test_the_graph_gives_the_same_roots_each_time(captured, zone):
    from phizone_stacks.terraform.providers import providers

    names = sorted({node.address.partition("/")[0] for node in captured})
    first, second = (roots(captured, names, lambda stack: providers(zone, stack)) for _ in range(2))
    assert [json.dumps(root.document) for root in first] == [json.dumps(root.document) for root in second]
