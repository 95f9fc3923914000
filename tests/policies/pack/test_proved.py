"""What the pack is configured with: each mistake is one paragraph, mandatory, and nothing passes by default."""

from __future__ import annotations

from pathlib import Path

import pytest

from phizone_policies.pack import EQUAL, WHOLE, configuration, pack_folder
from phizone_policies.pack.serve import policies
from phizone_stacks.graph.canonical import digest, dumps

from .conftest import Engine, Refused, Resource

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("previewing")


def first(project: str) -> Resource:
    return Resource(
        urn=f"urn:pulumi:shared::{project}::pulumi:pulumi:Stack::{project}-shared", type="pulumi:pulumi:Stack"
    )


def refused(config, project="network") -> str:
    """The one mandatory violation that the first resource and the whole stack get alike."""
    engine = Engine(project, config)
    (resource,), (whole,) = engine.analyze(first(project)), engine.whole([first(project)])
    assert [(each.policy, each.level) for each in (resource, whole)] == [(EQUAL, "mandatory"), (WHOLE, "mandatory")]
    assert resource.text.partition("\n")[2] == whole.text.partition("\n")[2]
    assert "\n" not in resource.text.partition("\n")[2]
    return resource.text


def test_one_of_our_stacks_without_a_graph_is_refused():
    said = refused(None)
    assert "network.shared is a stack of the landing zone, and the pack has no graph to hold it to" in said
    assert "--policy-pack-config" in said


def test_the_reason_is_told_once_and_nothing_of_the_stack_is_created():
    engine = Engine("network")
    assert len(engine.analyze(first("network"))) == 1
    (found,) = engine.analyze(first("network"))
    assert (found.level, "nothing of this stack is created" in found.text) == ("mandatory", True)


def test_a_file_with_another_digest_is_refused(proved):
    file = Path(proved[EQUAL]["graph"])
    said = refused(configuration(file, "0" * 64))
    assert f"has the digest {proved[EQUAL]['digest']}, and the one that was proved {'0' * 64}" in said


def test_a_file_that_was_changed_is_refused(proved, tmp_path):
    file = tmp_path / "zone.json"
    file.write_text(Path(proved[EQUAL]["graph"]).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "the file is not the proved one" in refused(configuration(file, proved[EQUAL]["digest"]))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    said = refused(configuration(tmp_path / "zone.json", "0" * 64))
    assert "the proved graph zone.json cannot be read (FileNotFoundError)" in said
    assert str(tmp_path) not in said


def test_a_file_that_is_no_graph_is_refused(tmp_path):
    file = tmp_path / "zone.json"
    file.write_text("{}", encoding="utf-8")
    assert "format is None" in refused(configuration(file, digest("{}")))


@pytest.mark.parametrize(("left", "missing"), [("graph", "digest"), ("digest", "graph")])
def test_half_a_configuration_is_refused(proved, left, missing):
    halves = {name: {key: value for key, value in given.items() if key != missing} for name, given in proved.items()}
    assert f"the pack's configuration has {left} alone; it needs both" in refused(halves)


@pytest.mark.parametrize("level", ["advisory", "disabled"])
@pytest.mark.parametrize("policy", [EQUAL, WHOLE])
def test_a_configuration_that_weakens_the_pack_ends_the_run(proved, policy, level):
    with pytest.raises(Refused, match=f"the configuration weakens {policy}"):
        Engine("network", {**proved, policy: {**proved[policy], "enforcementLevel": level}})


def test_a_foreign_stack_under_our_configuration_is_refused(proved):
    said = refused(proved, "elsewhere")
    assert "holds no resource of elsewhere.shared: the pack is configured for another stack" in said


def test_the_view_of_one_environment_does_not_hold_the_stack_of_another(programs, tmp_path):
    text = dumps(programs.graph.for_environment("dev"))
    file = tmp_path / "dev.json"
    file.write_text(text, encoding="utf-8")
    engine = Engine("workspace", configuration(file, digest(text)))
    assert engine.preview(programs.preview("workspace.dev")) == []
    assert engine.preview(programs.preview("workspace.prod")) != []


def test_our_own_stacks_are_held_to_their_graph_and_to_no_rule():
    assert [policy.name for policy in policies("network")] == [EQUAL, WHOLE]


def test_the_pack_of_the_checkout_is_the_pack_of_the_package():
    program = (pack_folder() / "__main__.py").read_text(encoding="utf-8")
    assert (ROOT / "policies/pulumi/__main__.py").read_text(encoding="utf-8") == program
    assert program.splitlines() == ["from phizone_policies.pack.serve import serve", "", "serve()"]
    assert (pack_folder() / "PulumiPolicy.yaml").is_file()
    assert (ROOT / "policies/pulumi/PulumiPolicy.yaml").is_file()
