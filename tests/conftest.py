"""The command in a process of its own, in a copy of this checkout that a test may break."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import settings

# A deadline measures what else the machine does.
settings.register_profile("phizone", deadline=None)
settings.load_profile("phizone")

ROOT = Path(__file__).parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """environments/, modules/ and the Pulumi projects of this checkout, copied."""
    copied = tmp_path / "checkout"
    bytecode = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "environments", copied / "environments", ignore=bytecode)
    shutil.copytree(ROOT / "modules", copied / "modules", ignore=bytecode)
    for project in sorted((ROOT / "stacks").glob("*/Pulumi.yaml")):
        shutil.copytree(project.parent, copied / "stacks" / project.parent.name, ignore=bytecode)
    return copied


@pytest.fixture
def phizone(checkout: Path) -> Run:
    """Runs `phizone` in the copy, with the copy's modules; `verify` with the checkov given, else without any."""

    def run(*words: str, cwd: Path = checkout, checkov: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(checkout / "modules"), "COLUMNS": "110", "NO_COLOR": "1"}
        alone = ["--no-checkov"] if words[:1] == ("verify",) and checkov is None else []
        environment |= {"PHIZONE_CHECKOV": str(checkov)} if checkov else {}
        command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", *words, *alone]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def edit(checkout: Path) -> Callable[[str, str, str], int]:
    """Replaces a text that stands once in a file of the copy, and returns its line."""

    def edit(file: str, old: str, new: str) -> int:
        path = checkout / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return edit


@pytest.fixture(scope="session")
def sarif_errors() -> Callable[[Any], list[str]]:
    """What the OASIS schema says against a document."""
    file = ROOT / "tests/fixtures/sarif/sarif-schema-2.1.0.json"
    schema = jsonschema.Draft4Validator(json.loads(file.read_text(encoding="utf-8")))
    return lambda document: [error.message for error in schema.iter_errors(document)]
