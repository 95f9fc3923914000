"""The emulated AWS that is left running: one a checkout, on a free port, and it ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_scripts import emulator_process
from phizone_scripts.emulated_types import as_json, as_markdown, rows, totals
from phizone_scripts.emulator_process import FILE, Running, running, stop
from phizone_scripts.exits import Misuse
from phizone_stacks.emulator.adapter import all_adapters
from phizone_stacks.emulator.gaps import gaps, not_emulated
from phizone_stacks.live.reading import all_readers

PAGE = Path(__file__).parents[2] / "stacks/COVERAGE.md"


@pytest.fixture
def started(phizone, checkout):
    """What `phizone emulator start --json` told; the emulator ends with the test."""
    yield phizone("emulator", "start", "--json")
    with suppress(Misuse):
        stop(checkout)


@pytest.fixture
def taken():
    """A port of this machine on which something else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def state(checkout):
    """Writes the file that says which process runs, and returns it."""

    def write(text):
        file = checkout / FILE
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def ended():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def long(monkeypatch):
    """The number of a process of ours whose command is longer than the screen that a variable tells of."""
    monkeypatch.setenv("COLUMNS", "20")
    command = [sys.executable, "-c", "import time; time.sleep(60)", "x" * 200, "phizone_stacks.emulator.serve"]
    process = subprocess.Popen(command)
    yield process.pid
    process.kill()
    process.wait()


@pytest.fixture
def interrupted(monkeypatch):
    """What `start` started until it was interrupted while it waited."""
    begun, begin = [], subprocess.Popen

    def kept(*given, **named):
        begun.append(begin(*given, **named))
        return begun[-1]

    def interrupt(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(emulator_process.subprocess, "Popen", kept)
    monkeypatch.setattr(emulator_process.select, "select", interrupt)
    return begun


def answers(url):
    port = int(url.rpartition(":")[2])
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_an_emulator_is_started_once_tells_where_it_answers_and_is_stopped_once(phizone, checkout, started):
    told = json.loads(started.stdout)
    assert started.returncode == 0
    assert Running(**told) == running(checkout)
    assert answers(told["url"])

    again = phizone("emulator", "start")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == (
        f"an emulator runs at {told['url']} (process {told['pid']}); end it with `phizone emulator stop`\n"
    )
    assert Running(**told) == running(checkout)

    stopped = phizone("emulator", "stop")
    assert stopped.stdout == f"ended the emulated AWS at {told['url']} (process {told['pid']})\n"
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert running(checkout) is None
    assert not (checkout / FILE).exists()
    assert not answers(told["url"])

    twice = phizone("emulator", "stop")
    assert (twice.returncode, twice.stdout) == (2, "")
    assert twice.stderr == "no emulator runs that was started here; `phizone emulator start` starts one\n"


def test_who_is_interrupted_while_an_emulator_starts_leaves_none(checkout, interrupted):
    with pytest.raises(KeyboardInterrupt):
        emulator_process.start(load(checkout / "environments"), checkout, 0)
    assert [process.returncode for process in interrupted] == [-signal.SIGKILL]
    assert not (checkout / FILE).exists()


def test_an_emulator_is_known_on_a_narrow_screen_too(checkout, state, long):
    state(json.dumps({"pid": long, "url": "http://127.0.0.1:1"}))
    assert running(checkout) == Running(long, "http://127.0.0.1:1")


def test_a_port_that_is_taken_is_refused(phizone, checkout, taken):
    refused = phizone("emulator", "start", "--port", str(taken))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"port {taken} of this machine is taken; name another with --port, or 0 for any that is free\n"
    )
    assert not (checkout / FILE).exists()


def test_a_file_of_a_process_that_ended_is_no_emulator(phizone, checkout, state, ended):
    file = state(json.dumps({"pid": ended, "url": "http://127.0.0.1:1"}))
    assert running(checkout) is None
    stopped = phizone("emulator", "stop")
    assert stopped.returncode == 2
    assert not file.exists()


def test_a_process_that_took_an_emulator_s_number_is_let_alone(phizone, state):
    state(json.dumps({"pid": os.getpid(), "url": "http://127.0.0.1:1"}))
    assert phizone("emulator", "stop").returncode == 2


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"pid": 1}', '{"pid": 1, "url": "http://x", "more": 1}'])
def test_a_file_that_says_nothing_of_use_is_no_emulator(checkout, state, text):
    state(text)
    assert running(checkout) is None


def test_the_types_are_listed_as_json(phizone):
    told = phizone("emulator", "types", "--json")
    assert (told.returncode, told.stderr) == (0, "")
    found = json.loads(told.stdout)
    types = found["types"]
    assert found["moto"] == "5.2.5"
    assert {kind for kind, each in types.items() if each["made"]} == set(all_adapters())
    assert {kind for kind, each in types.items() if each["read"]} == {
        kind for reader in all_readers() for kind in reader.types
    }
    assert {kind for kind, each in types.items() if not each["emulated"]} == not_emulated()
    assert {kind for kind, each in types.items() if each["lacking"]} == {gap.type for gap in gaps()}
    assert types["aws_kms_key"] == {
        "emulated": True,
        "lacking": ["rotation_period_in_days"],
        "made": True,
        "read": "kms.keys",
        "where": "everywhere",
    }
    assert found == as_json(rows())


def test_the_types_are_listed_for_people_with_how_many_there_are(phizone):
    told = phizone("emulator", "types")
    lines = told.stdout.splitlines()
    assert lines[-1] == totals(rows())
    assert [line.split()[0] for line in lines[:-1] if line.strip()] == [row.type for row in rows()]


def test_the_page_of_types_is_the_one_that_the_command_writes(phizone, tmp_path):
    file = tmp_path / "page.md"
    told = phizone("emulator", "types", "--format", "markdown", "--out", str(file))
    assert told.returncode == 0
    assert PAGE.read_text(encoding="utf-8") == file.read_text(encoding="utf-8") == as_markdown(rows())
