"""`phizone rehearse` builds the zone on an emulated AWS, proves what was built, and finds what is done to it then."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from phizone_environments.load import load
from phizone_policies.discover import all_rules
from phizone_scripts import rehearsing
from phizone_scripts.auditing import Audit
from phizone_scripts.exits import Misuse
from phizone_scripts.output import progress
from phizone_scripts.rehearsal_screen import as_json as rehearsal_json
from phizone_scripts.rehearsing import Tampered, Zoned, concerning, rehearse, rehearse_at
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.apply import Applied
from phizone_stacks.emulator.running import served
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


@pytest.fixture
def rounds(monkeypatch):
    """A rehearsal of two rounds on emulators that are not there, of which the second is applied with these failures."""

    def run(zoned, failures):
        applied = iter([Applied({}, {}, ()), Applied({}, failures, ())])
        proved = Mock(spec=Audit, proved=True)
        monkeypatch.setattr(rehearsing, "in_process", nullcontext)
        monkeypatch.setattr(rehearsing, "served", nullcontext)
        monkeypatch.setattr(rehearsing, "_apply", lambda zoned, clients, progress: (next(applied), 0.0))
        monkeypatch.setattr(rehearsing, "_audit", lambda zoned, url: proved)
        monkeypatch.setattr(
            rehearsing,
            "_tampered",
            lambda zoned, entries, *rest: [Tampered(entry=entry, found=entry.finds) for entry in entries],
        )
        return rehearse(zoned, progress, [BLIND, WRONG.model_copy(update={"round": 2})])

    return run


def test_a_later_round_on_half_a_zone_proves_nothing(dev, rounds):
    whole, half = rounds(dev, {}), rounds(dev, {"workspace.dev/aws_vpc.network": "no room"})
    assert (whole.proved, half.proved) == (True, False)
    assert half.applied.failures == {"workspace.dev/aws_vpc.network": "no room"}


def test_the_rules_that_nothing_was_to_break_are_told(dev, rounds):
    done = rounds(dev, {})
    untried = {rule.id for rule in dev.rules} - {"kms_key_rotates"}
    assert set(done.untried) == untried
    told = rehearsal_json(done)["not_tampered"]
    assert set(told) == untried
    assert told["service_is_hipaa_eligible"] == "every type that is read is of an eligible service"


def test_an_emulator_without_the_zone_s_organization_is_refused_with_how_to_start_another(dev):
    told = "does not hold the organization of environments/ .*; `phizone emulator start` starts an emulator that does"
    with served() as url, pytest.raises(Misuse, match=told):
        rehearse_at(dev, progress, url)


def test_a_graph_of_one_environment_is_no_graph_of_all(tmp_path):
    file = tmp_path / "graph.json"
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()"]
    subprocess.run([*command, "graph", "dev", "--out", str(file)], cwd=ROOT, check=True, capture_output=True)
    done = subprocess.run(
        [*command, "rehearse", "--graph", str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        2,
        f"{file} is the view of dev alone; rehearse that as `phizone rehearse dev --graph {file}`\n",
    )


def processes(session):
    """The processes of a session."""
    return subprocess.run(["pgrep", "-s", str(session)], capture_output=True, text=True, check=False).stdout.split()


@pytest.fixture
def begun():
    """A rehearsal that has started processes of its own."""
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
    until = time.monotonic() + 60
    while len(processes(started.pid)) < 2 and started.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    yield started
    started.kill()
    started.wait()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["interrupted", "told to end"]
)
def test_a_rehearsal_that_is_stopped_leaves_no_process_behind(begun, number, code):
    assert len(processes(begun.pid)) > 1
    begun.send_signal(number)
    assert begun.wait(timeout=120) == code
    assert processes(begun.pid) == []


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
