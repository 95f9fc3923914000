"""The pack under the real Pulumi CLI: every stack of the zone is applied with it, and a changed line is refused.

Needs the Pulumi CLI with its Python language host on PATH. AWS's plugin is a stand-in (`plugin/`), which answers what
account, region and name fix as AWS would, and adds to inputs what the real plugin's Check adds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import STACKS

ROOT = Path(__file__).parents[3]
PLUGIN = Path(__file__).parent / "plugin"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="the Pulumi CLI is not on PATH"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the state, the configuration and a copy of the programs, whose modules a test may change."""
    folder = tmp_path_factory.mktemp("pulumi")
    (folder / "state").mkdir()
    for name in ("environments", "modules", "stacks"):
        shutil.copytree(ROOT / name, folder / "zone" / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "zone/.venv").symlink_to(Path(sys.prefix))
    return folder


@pytest.fixture(scope="module")
def pulumi(folder, proved):
    """Runs the CLI in a layer's project with the pack."""
    (folder / "pack.json").write_text(json.dumps(proved), encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), str(PLUGIN), os.environ["PATH"]]),
        "PYTHONPATH": str(folder / "zone/modules"),
        "PHIZONE_GRAPH": proved["resource_equals_proved_graph"]["graph"],
        "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
    }

    def run(stack, *words, config=True):
        layer, _, name = stack.partition(".")
        pack = ["--policy-pack", str(ROOT / "policies/pulumi")] if words[0] in ("preview", "up") else []
        given = ["--policy-pack-config", str(folder / "pack.json")] if pack and config else []
        return subprocess.run(
            ["pulumi", *words, "--stack", name, "--non-interactive", *pack, *given],
            cwd=folder / "zone/stacks" / layer,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def applied(pulumi):
    """The first `pulumi preview` and the first `up` of every stack, in the zone's order."""
    outcomes = {}
    for stack in STACKS:
        assert pulumi(stack, "stack", "init").returncode == 0
        outcomes[stack] = [pulumi(stack, *words) for words in (("preview",), ("up", "--yes", "--skip-preview"))]
    return outcomes


def test_every_stack_is_previewed_and_applied_under_the_pack(applied):
    outcomes = {stack: [each.returncode for each in runs] for stack, runs in applied.items()}
    assert outcomes == {stack: [0, 0] for stack in STACKS}, applied
    runs = [run.stdout for each in applied.values() for run in each]
    assert [run for run in runs if "✅ phizone@v0.1.0" not in run] == []


def test_a_stack_that_exists_is_previewed_with_every_value_known(applied, pulumi):
    done = pulumi("network.shared", "preview")
    assert done.returncode == 0, done.stdout
    assert " unchanged" in done.stdout


@pytest.fixture
def changed(folder):
    """Changes a line of a module in the copy, and changes it back."""
    undo = {}

    def change(file, old, new):
        path = folder / "zone/modules/phizone_modules" / file
        text = undo.setdefault(path, path.read_text(encoding="utf-8"))
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    yield change
    for path, text in undo.items():
        path.write_text(text, encoding="utf-8")


def test_a_changed_line_makes_the_preview_refuse_with_the_difference_named(applied, pulumi, changed, programs):
    changed("keys.py", "enable_key_rotation=True", "enable_key_rotation=False")
    done = pulumi("security.shared", "preview")
    keys = [node for node in programs.graph if (node.layer, node.type) == ("security", "aws_kms_key")]
    told = [f"{node.address} ({node.source}): enable_key_rotation is false; proved was true" for node in keys]
    assert done.returncode != 0
    assert [each for each in told if each not in done.stdout] == []


def test_a_stack_of_ours_without_its_graph_is_refused(applied, pulumi):
    done = pulumi("network.shared", "preview", config=False)
    assert done.returncode != 0
    assert "network.shared is a stack of the landing zone, and the pack has no graph to hold it to" in done.stdout
