"""`phizone rehearse` builds the zone on an emulated AWS, proves what was built, and finds what is done to it then."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_policies.discover import all_rules
from phizone_scripts.output import progress
from phizone_scripts.rehearsing import Zoned, concerning, rehearse
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.tamper import Tampering, tamperings
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

ROOT = Path(__file__).parents[2]
TRIED = {
    "somebody stops the rotation of a team's key",
    "somebody detaches the guardrail of regions",
    "somebody writes a patient's record number into a bucket's tags",
}
BLIND = Tampering(
    does="somebody looks at a key",
    to="workspace.dev/aws_kms_key.cardiology-data",
    calls=({"kms.describe_key": {"KeyId": "{key_id}"}},),
    finds=("kms_key_rotates",),
)
WRONG = Tampering(
    does="somebody calls what does not exist",
    to="workspace.dev/aws_kms_key.cardiology-data",
    calls=({"kms.enable_key": {"KeyId": "nothing"}},),
    finds=("kms_key_rotates",),
)


@pytest.fixture(scope="module")
def dev():
    zone = load(ROOT / "environments")
    graph = capture_zone(ROOT, zone).for_environment("dev")
    return Zoned(zone=zone, root=ROOT, graph=graph, names=("dev",), rules=all_rules())


def test_what_is_done_to_what_was_built_is_found_and_what_is_not_is_said(dev):
    entries = [entry.model_copy(update={"round": 1}) for entry in tamperings() if entry.does in TRIED]
    chosen = concerning(dev, entries)
    assert len(chosen) == 2
    done = rehearse(dev, progress, [*chosen, BLIND, WRONG])
    assert done.applied.failures == {}
    assert done.audit.proved
    assert len(done.applied.outputs) == done.audit.read_back
    assert {each.entry.does: bool(each.missed) for each in done.tampered} == {
        **{entry.does: False for entry in chosen},
        BLIND.does: True,
        WRONG.does: True,
    }
    assert "NotFoundException" in done.tampered[-1].problem
    assert not done.proved
    assert replace(done, tampered=None).proved
    assert not replace(done, tampered=()).proved


def test_what_cannot_be_made_is_told_and_nothing_is_proved(dev):
    bad = Node(
        address="workspace.dev/aws_kms_alias.bad",
        type="aws_kms_alias",
        name="bad",
        account="555555555555",
        region="us-east-1",
        environment="dev",
        attributes={"name": "alias/bad", "target_key_id": "no-key"},
    )
    broken = Zoned(zone=dev.zone, root=ROOT, graph=Graph([*dev.graph, bad], "dev"), names=("dev",), rules=all_rules())
    done = rehearse(broken, progress, [BLIND])
    assert set(done.applied.failures) == {bad.address}
    assert [each.address for each in done.audit.differences if each.kind == "missing"] == [bad.address]
    assert (done.tampered, done.proved) == (None, False)


def test_an_interrupted_rehearsal_leaves_no_process_behind():
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", "rehearse", "dev"]
    started = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # A shell's background job ignores the signal, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(timeout=8)
    started.send_signal(signal.SIGINT)
    assert started.wait(timeout=120) == 130
    left = subprocess.run(["pgrep", "-s", str(started.pid)], capture_output=True, text=True, check=False)
    assert left.stdout == ""


@pytest.mark.slow
def test_the_three_environments_are_proved_on_the_emulator_and_every_tampering_is_found():
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", "rehearse", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr, found["proved"]) == (0, "", True)
    assert {name: each["verdict"] for name, each in found["environments"].items()} == {
        "dev": "PROVED",
        "staging": "PROVED",
        "prod": "PROVED",
    }
    told = found["rehearsal"]
    assert [each for each in told["tampering"] if each["found"] != each["finds"]] == []
    assert told["tampering_found"]["checks"] == told["tampering_found"]["of"]
    assert {each["does"] for each in told["tampering"]} == {entry.does for entry in tamperings()}
