"""Which Python runs a foreign program: its own environment's, if it has one, else this one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from phizone_stacks.capture.foreign.settings import InvalidProject, Settings

LEAST_PYTHON = (3, 11)
"""The oldest Python that capture runs on."""
_ASK = """
import importlib.metadata as m, json, sys
def version(name):
    try: return m.version(name)
    except m.PackageNotFoundError: return ""
print(json.dumps([list(sys.version_info[:2]), version("pulumi"), version("pulumi-aws")]))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python with a Pulumi SDK."""

    executable: Path
    """The command."""
    warnings: tuple[str, ...] = ()
    """Why it is not the one that the project names."""


def interpreter_of(settings: Settings) -> Interpreter:
    """The project's own Python, or this one. Raises: InvalidProject where its own cannot capture."""
    for name in [settings.virtualenv] if settings.virtualenv else ["venv", ".venv"]:
        executable = _python(settings.directory / name)
        if executable is not None:
            _require_sdk(executable, name)
            return Interpreter(executable)
    if not settings.virtualenv:
        return Interpreter(Path(sys.executable))
    told = f"Pulumi.yaml: its environment {settings.virtualenv} is not there; phizone's own packages are used"
    return Interpreter(Path(sys.executable), (told,))


def _python(environment: Path) -> Path | None:
    for place in ("bin/python", "Scripts/python.exe"):
        if (environment / place).is_file():
            return (environment / place).absolute()
    return None


def _require_sdk(executable: Path, name: str) -> None:
    try:
        asked = subprocess.run([executable, "-c", _ASK], capture_output=True, text=True, check=True)  # noqa: S603
        python, pulumi, aws = json.loads(asked.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError) as wrong:
        raise InvalidProject(f"{name}: its Python does not run: {wrong}; make the environment anew") from None
    if tuple(python) < LEAST_PYTHON:
        needs = ".".join(map(str, LEAST_PYTHON))
        raise InvalidProject(f"{name}: has Python {python[0]}.{python[1]}; capture needs {needs} or later")
    missing = [package for package, found in (("pulumi", pulumi), ("pulumi-aws", aws)) if not found]
    if missing:
        raise InvalidProject(
            f"{name}: has no {' and no '.join(missing)}; run `{name}/bin/pip install -r requirements.txt`"
        )
