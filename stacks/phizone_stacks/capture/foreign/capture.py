"""A foreign project to its graph: run by its own interpreter in a process of its own, without credentials."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from phizone_stacks.capture.foreign import child
from phizone_stacks.capture.foreign.interpreter import interpreter_of
from phizone_stacks.capture.foreign.settings import InvalidProject, Settings
from phizone_stacks.capture.record import CaptureError
from phizone_stacks.capture.traceback import ProgramFailed
from phizone_stacks.graph.canonical import loads
from phizone_stacks.graph.graph import Graph

_CREDENTIALS = ("AWS_", "PULUMI_", "ARM_", "GOOGLE_", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
_WITHOUT = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "PYTHONHASHSEED": "0",  # a program that walks a set makes its resources in one order
    "PYTHONDONTWRITEBYTECODE": "1",  # nothing is written into the project
    "PYTHONWARNINGS": "ignore",
}
_FAILURES: Mapping[str, type[Exception]] = {
    "MissingConfiguration": InvalidProject,
    "MissingImport": CaptureError,
    "ProgramFailed": ProgramFailed,
    "CaptureError": CaptureError,
}


@dataclass(frozen=True, slots=True)
class ForeignGraph:
    """The graph of a foreign project, and what to know of it."""

    graph: Graph
    """The graph."""
    warnings: tuple[str, ...]
    """What in it is unknown, a guess or not the project's own, in reading order."""


def capture_project(settings: Settings, account: str = "") -> ForeignGraph:
    """The graph of a project's stack, its sources relative to the repository that the project lies in.

    Raises: InvalidProject for what its user must give or mend; ProgramFailed; CaptureError.
    """
    interpreter = interpreter_of(settings)
    request = {
        "settings": _plain(asdict(settings)),
        "root": str(root_of(settings.directory)),
        "account": account,
        "packages": interpreter.packages,
    }
    answer = _run(interpreter.executable, request, f"{settings.name}.{settings.stack}")
    if "failure" in answer:
        raise _FAILURES[answer["failure"]](answer["message"])
    warnings = (*settings.warnings, *interpreter.warnings, *answer["warnings"])
    return ForeignGraph(loads(answer["graph"], settings.name), warnings)


def root_of(directory: Path) -> Path:
    """The repository that a folder lies in, or the folder itself."""
    folder = directory.resolve()
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)


def _plain(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: str(Path(value).resolve()) if isinstance(value, Path) else value for name, value in settings.items()}


def _run(executable: Path, request: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What the child answered. Raises: CaptureError for one that ended without an answer."""
    with tempfile.TemporaryDirectory(prefix="phizone-") as folder:
        file = Path(folder) / "answer.json"
        command = [str(executable), str(Path(child.__file__)), str(file)]
        done = subprocess.run(command, input=json.dumps(request), text=True, check=False, env=_environment())  # noqa: S603
        if not file.is_file():
            raise CaptureError(f"{name}: the program ended its interpreter, exit code {done.returncode}")
        answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return answer


def _environment() -> dict[str, str]:
    """The environment without credentials, so that no program can ask AWS or change anything."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_CREDENTIALS)}
    return {**kept, **_WITHOUT}
