"""A machine without anything, and a checkout on it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_scripts.diagnosis.finding import Question
from phizone_stacks.capture.zone import capture_zone

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def graph():
    """dev's view of this checkout's zone."""
    return capture_zone(ROOT, load(ROOT / "environments")).for_environment("dev")


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A PATH without programs, a home without files, variables without AWS and Pulumi; returns the PATH's folder."""
    [monkeypatch.delenv(name) for name in os.environ if name.startswith(("AWS_", "PULUMI_"))]
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return programs


@pytest.fixture
def program(bare):
    """Puts a program on the PATH that says something and ends with a code."""

    def put(name: str, says: str = "", code: int = 0) -> Path:
        file = bare / name
        file.write_text(f"#!/bin/sh\nprintf '%s\\n' '{says}'\nexit {code}\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    return put


@pytest.fixture
def zone(checkout):
    """What the copy's `environments/` says."""
    return load(checkout / "environments")


@pytest.fixture
def question(checkout):
    """What a deployment of dev needs."""
    return Question(directory=checkout, day=date(2026, 11, 22), environment="dev")
