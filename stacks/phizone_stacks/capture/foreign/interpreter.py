"""Which Python runs a foreign program: its own environment's, if it has one, else this one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from phizone_stacks.capture.foreign.settings import InvalidProject, Settings

LEAST_PYTHON = (3, 11)
"""The oldest Python that capture runs on."""
LEAST_SDK = (3, 265)
"""The oldest `pulumi` package whose outputs can be left unknown."""
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
    sdk: str = ""
    """Folder of the `pulumi` package that is used instead of its own; empty where its own is."""
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
    if tuple(int(part) for part in pulumi.split(".")[:2]) >= LEAST_SDK:
        return Interpreter(executable)
    told = f"{name}: its pulumi {pulumi} is older than capture needs; phizone's own {version('pulumi')} runs its program"
    return Interpreter(executable, sdk=str(_own_sdk()), warnings=(told,))


def _own_sdk() -> Path:
    spec = find_spec("pulumi")
    if spec is None or spec.origin is None:
        raise InvalidProject("phizone's own pulumi is not there; install phizone anew")
    return Path(spec.origin).parent
