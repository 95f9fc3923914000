"""Every layer runs under the real Pulumi CLI, a second `pulumi up` changes nothing, the URNs are those of the graph.

Needs the Pulumi CLI with its Python language host on PATH, and the stand-in AWS plugin beside this repository.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_stacks.capture.zone import capture_zone, stacks

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT.parent / "shared" / "tools"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="the Pulumi CLI is not on PATH"),
    pytest.mark.skipif(not PLUGIN.is_dir(), reason="../shared/tools with the stand-in AWS plugin is not here"),
]
NAMES = [name for wave in stacks(load(ROOT / "environments")) for name in wave]


@pytest.fixture(scope="module")
def pulumi(tmp_path_factory):
    """Runs the CLI in a layer's project, against a backend in a temporary folder."""
    folder = tmp_path_factory.mktemp("pulumi")
    (folder / "state").mkdir()
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), str(PLUGIN), os.environ["PATH"]]),
        "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
    }

    def run(layer, *words):
        done = subprocess.run(
            ["pulumi", *words, "--non-interactive"],
            cwd=ROOT / "stacks" / layer,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    yield run
    for name in NAMES:
        (ROOT / "stacks" / name.layer / f"Pulumi.{name.stack}.yaml").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def applied(pulumi):
    """The output of a first and a second `pulumi up` of every stack, in the zone's order."""
    outputs = {}
    for name in NAMES:
        pulumi(name.layer, "stack", "init", name.stack)
        outputs[str(name)] = [
            pulumi(name.layer, "up", "--yes", "--skip-preview", "--stack", name.stack) for _ in range(2)
        ]
    return outputs


def test_every_layer_is_applied_and_a_second_time_nothing_changes(applied):
    assert [name for name, (first, _) in applied.items() if " created" not in first] == []
    changes = re.compile(r"^ +[+~\-]+ *\d+ ", re.MULTILINE)
    assert [name for name, (_, second) in applied.items() if "unchanged" not in second or changes.search(second)] == []


def test_the_engine_gives_the_urns_of_the_graph(applied, pulumi):
    exported = [json.loads(pulumi(name.layer, "stack", "export", "--stack", name.stack)) for name in NAMES]
    resources = [each for stack in exported for each in stack["deployment"]["resources"]]
    made = {each["urn"] for each in resources if each.get("custom") and not each["type"].startswith("pulumi:")}
    graph = capture_zone(ROOT, load(ROOT / "environments"))
    assert made == {node.urn for node in graph}
