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
LEAST_SDK = (3, 258)
"""The oldest `pulumi` package whose outputs can be left unknown."""
_ASK = """
import importlib.metadata, json, sys, sysconfig
try: sdk = importlib.metadata.version("pulumi")
except importlib.metadata.PackageNotFoundError: sdk = ""
print(json.dumps([list(sys.version_info[:2]), sdk, sysconfig.get_paths()["purelib"]]))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python with a Pulumi SDK."""

    executable: Path
    """The command."""
    packages: str = ""
    """Folder of the project's packages, where this interpreter runs its program; empty where its own does."""
    warnings: tuple[str, ...] = ()
    """What is not as the project has it."""


def interpreter_of(settings: Settings) -> Interpreter:
    """The project's own Python, or this one. Raises: InvalidProject where its own cannot capture."""
    for name in [settings.virtualenv] if settings.virtualenv else ["venv", ".venv"]:
        executable = _python(settings.directory / name)
        if executable is not None:
            return _with_sdk(executable, name)
    if not settings.virtualenv:
        return Interpreter(Path(sys.executable))
    told = f"Pulumi.yaml: its environment {settings.virtualenv} is not there; phizone's own packages are used"
    return Interpreter(Path(sys.executable), warnings=(told,))


def _python(environment: Path) -> Path | None:
    for place in ("bin/python", "Scripts/python.exe"):
        if (environment / place).is_file():
            return (environment / place).absolute()
    return None


def _with_sdk(executable: Path, name: str) -> Interpreter:
    """The project's own Python; this one with its packages where its own, or its SDK, is older than capture needs."""
    try:
        asked = subprocess.run([executable, "-c", _ASK], capture_output=True, text=True, check=True)  # noqa: S603
        python, sdk, packages = json.loads(asked.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError) as wrong:
        raise InvalidProject(f"{name}: its Python does not run: {wrong}; make the environment anew") from None
    if not sdk:
        raise InvalidProject(f"{name}: has no pulumi; run `{name}/bin/pip install -r requirements.txt`")
    numbers = tuple(int(part) for part in sdk.split(".")[:2])
    if tuple(python) >= LEAST_PYTHON and numbers >= LEAST_SDK:
        return Interpreter(executable)
    has = f"Python {python[0]}.{python[1]} with pulumi {sdk}"
    told = f"{name}: has {has}, older than capture needs; phizone's own, with its provider packages, runs its program"
    return Interpreter(Path(sys.executable), packages, (told,))
