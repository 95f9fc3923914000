"""`phizone apply --engine pulumi` with the real CLI: what was proved is applied, nothing else, and nothing is lost.

Needs the Pulumi CLI with its Python language host on PATH. AWS is the plugin of the policy pack's tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phizone_stacks.layers.order import LAYERS

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "tests/policies/pack/plugin/pulumi-resource-aws"
CLI = shutil.which("pulumi")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CLI is None, reason="the Pulumi CLI is not on PATH"),
]
BUCKET = "workspace.dev/aws_s3_bucket.radiology-models"
SAME = "same = request.old_inputs == request.news"
MOVED = """old, new = request.old_inputs, request.news
        if "bucket" in old and "bucket" in new and old["bucket"] != new["bucket"]:
            some = provider_pb2.DiffResponse.DIFF_SOME
            return provider_pb2.DiffResponse(changes=some, replaces=["bucket"], diffs=["bucket"])
        """
KEPT = "return provider_pb2.UpdateResponse(properties=request.news)"
TOLD = """given = computed(NODES[request.urn])
        state = struct_pb2.Struct()
        state.CopyFrom(request.news)
        state.update({name: value for name, value in given.items() if name not in state})
        return provider_pb2.UpdateResponse(properties=state)"""
MADE = "        self.name = bucket_name(args.scope, args.purpose)"
OTHER_NAME = f'{MADE}.replace("radiology-models", "radiology-models-2")'
STORAGE = "modules/phizone_modules/storage.py"
NAMED = "            bucket=self.name,\n            force_destroy=False,\n            object_lock"
TWO_FACED = NAMED.replace("False", '"PULUMI_AUTOMATION_API" in __import__("os").environ')
STACKS = [f"{layer.name}.{'dev' if layer.per_environment else 'shared'}" for layer in LAYERS]


@pytest.fixture
def variables(tmp_path, checkout):
    """The environment of a command: the CLI, a plugin that replaces a bucket of another name, and a backend."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tmp_path / "state").mkdir()
    (checkout / ".venv").symlink_to(Path(sys.prefix))
    text = PLUGIN.read_text(encoding="utf-8")
    assert (text.count(SAME), text.count(KEPT)) == (1, 1)
    _executable(tools / "pulumi-resource-aws", text.replace(SAME, MOVED + SAME).replace(KEPT, TOLD))
    # A CLI that was built without a version tells none, which the Automation API refuses.
    _executable(tools / "pulumi", f'#!/bin/sh\n[ "$*" = version ] && echo v3.260.0 && exit\nexec {CLI} "$@"\n')
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), str(tools), os.environ["PATH"]]),
        "PYTHONPATH": str(checkout / "modules"),
        "PHIZONE_GRAPH": str(tmp_path / "graph.json"),
        "PULUMI_BACKEND_URL": f"file://{tmp_path / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
    }


def _executable(file, text):
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def run(variables, checkout):
    """Runs a command of `phizone` in the copied checkout."""

    def run(*words):
        command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", *words]
        return subprocess.run(command, cwd=checkout, env=variables, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def apply(run, variables):
    """Applies dev and returns the exit code with what was told; what AWS would answer is the program's graph."""

    def apply(*words):
        run("graph", "dev", "--out", variables["PHIZONE_GRAPH"])
        done = run("apply", "dev", "--engine", "pulumi", "--json", "--as-of", "2026-11-22", *words)
        assert done.stderr == ""
        return done.returncode, json.loads(done.stdout)["applied"]

    return apply


@pytest.fixture
def initialized(variables, checkout):
    """The stacks exist, and hold nothing."""
    for layer, stack in (name.split(".") for name in STACKS):
        words = ["pulumi", "stack", "init", stack, "--non-interactive"]
        subprocess.run(words, cwd=checkout / "stacks" / layer, env=variables, check=True, capture_output=True)


def test_what_was_proved_is_applied_and_what_differs_or_would_be_lost_is_refused(apply, initialized, edit):
    code, first = apply()
    assert (code, first["whole"], [each["name"] for each in first["stacks"]]) == (0, True, STACKS)
    assert first["counts"]["make"] + first["counts"]["update"] == 700
    assert first["accounts"] == 5

    code, second = apply()
    assert (code, second["counts"]) == (0, {"unchanged": 700, "make": 0, "update": 0, "replace": 0, "delete": 0})

    edit(STORAGE, NAMED, TWO_FACED)
    code, two_faced = apply()
    assert (code, two_faced["not_reached"]) == (1, STACKS[1:])
    assert {each["address"].rpartition(".")[0] for each in two_faced["refused"]} == {"security.shared/aws_s3_bucket"}
    assert "force_destroy is true" in two_faced["refused"][0]["why"]

    edit(STORAGE, TWO_FACED, NAMED)
    edit(STORAGE, MADE, OTHER_NAME)
    code, lost = apply()
    assert (code, lost["not_reached"]) == (1, STACKS[-1:])
    assert [(each["address"], each["differs"]) for each in lost["refused"]] == [(BUCKET, ["bucket: changes"])]
    assert "give --allow-replacement workspace.dev/aws_s3_bucket.radiology-models" in lost["refused"][0]["why"]

    code, named = apply("--allow-replacement", BUCKET)
    changed = {each["address"]: each["act"] for each in named["stacks"][-1]["changes"]}
    assert (code, changed[BUCKET]) == (0, "replace")
    assert [each["counts"]["replace"] for each in named["stacks"]][:-1] == [0, 0, 0]


def test_a_preview_applies_nothing_and_says_where_it_cannot_look(apply, initialized):
    code, told = apply("--preview")
    assert (code, told["preview"], [each["name"] for each in told["stacks"]]) == (1, True, STACKS[:2])
    assert [each["address"] for each in told["refused"]] == ["network.shared"]
    assert "it cannot be previewed while the stacks before it are still to change" in told["refused"][0]["why"]
    code, again = apply("--preview")
    assert again["counts"]["make"] == told["counts"]["make"]


def test_a_stack_that_does_not_exist_stops_it_before_anything_is_done(run):
    done = run("apply", "dev", "--engine", "pulumi")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("organization.shared: no stack named 'shared' found; make it with `pulumi -C stacks/")
