"""The process that reads an emulator ends with whoever started it, however he ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from phizone_scripts.exits import Misuse
from phizone_scripts.reading_apart import read_apart
from phizone_stacks.emulator.running import emulated

ROOT = Path(__file__).parents[2]


@pytest.fixture
def silent():
    """The URL of something that takes calls and answers none."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(64)
        yield f"http://127.0.0.1:{other.getsockname()[1]}"


@pytest.fixture
def reading(silent, tmp_path):
    """The process, which waits for an answer for ever."""
    command = [sys.executable, "-m", "phizone_stacks.live", str(ROOT / "environments"), silent, str(tmp_path / "out")]
    told = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": emulated(os.environ)}
    with subprocess.Popen(command, **told) as started:
        yield started
        started.kill()


def test_it_goes_on_as_long_as_its_input_is_open_and_ends_with_it(reading):
    with pytest.raises(subprocess.TimeoutExpired):
        reading.wait(timeout=3)
    reading.stdin.close()
    assert (reading.wait(timeout=10), reading.stderr.read()) == (1, "")


def test_what_stops_it_is_told(tmp_path):
    folder = tmp_path / "environments"
    shutil.copytree(ROOT / "environments", folder)
    (folder / "organization.yaml").write_text("name: [", encoding="utf-8")
    with pytest.raises(Misuse, match=r"the emulator at http://127\.0\.0\.1:9 could not be read: "):
        read_apart(tmp_path, "http://127.0.0.1:9")
