"""The command's verbs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from phizone_scripts.main import application


@pytest.fixture
def verbs() -> list[tuple[str, ...]]:
    """Every verb, as the words it is typed with: those of groups after their group."""
    return list(_verbs(get_command(application())))


def _verbs(command: Any, typed: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    commands: Mapping[str, Any] | None = getattr(command, "commands", None)
    if commands is None:
        yield typed
    for name, each in (commands or {}).items():
        yield from _verbs(each, (*typed, name))


@pytest.fixture
def checkov_that(tmp_path: Path) -> Callable[..., Path]:
    """A command in checkov's place that writes an answer, ends with a code, and keeps its environment and plan."""

    def make(says: str = "", ends_with: int = 0, complains: str = "") -> Path:
        command = tmp_path / "checkov"
        seen = tmp_path / "seen.json"
        command.write_text(
            f"#!{sys.executable}\n"
            "import json, os, pathlib, sys\n"
            "plan = pathlib.Path('plan.json')\n"
            "seen = {'words': sys.argv[1:], 'variables': dict(os.environ), 'folder': os.getcwd()}\n"
            "seen['plan'] = json.loads(plan.read_text()) if plan.exists() else None\n"
            f"pathlib.Path({str(seen)!r}).write_text(json.dumps(seen))\n"
            f"sys.stdout.write({says!r})\n"
            f"sys.stderr.write({complains!r})\n"
            f"sys.exit({ends_with})\n",
            encoding="utf-8",
        )
        command.chmod(0o755)
        return command

    return make


@pytest.fixture
def seen(tmp_path: Path) -> Callable[[], dict[str, Any]]:
    """What the command in checkov's place was given."""
    return lambda: json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))


@pytest.fixture
def answer() -> Callable[..., str]:
    """checkov's answer for (id, Terraform address, passed)."""

    def build(*told: tuple[str, str, bool]) -> str:
        records = [
            ({"check_id": id_, "resource": name, "resource_address": name, "check_name": "A title"}, passed)
            for id_, name, passed in told
        ]
        good, bad = ([record for record, passed in records if passed is kind] for kind in (True, False))
        summary = {"passed": len(good), "failed": len(bad), "skipped": 0, "parsing_errors": 0}
        results = {"passed_checks": good, "failed_checks": bad, "skipped_checks": [], "parsing_errors": []}
        return json.dumps({"results": results, "summary": {**summary, "checkov_version": "3.3.99"}})

    return build


@pytest.fixture
def plan_json(tmp_path: Path) -> Path:
    """A Terraform plan of one bucket."""
    bucket = {"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b"}
    file = tmp_path / "plan.json"
    planned = {"root_module": {"resources": [{**bucket, "values": {"bucket": "b"}}]}}
    document = {"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": planned}
    file.write_text(json.dumps(document), encoding="utf-8")
    return file
