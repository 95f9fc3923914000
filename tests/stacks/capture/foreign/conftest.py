"""Projects that people write, copied out of the repository and captured in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from phizone_stacks.capture.foreign.program import Captured, capture
from phizone_stacks.capture.foreign.settings import read_settings

PROJECTS = Path(__file__).parents[3] / "fixtures" / "projects"


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """A fixture project copied to a folder of its own, which lies in no repository."""

    def project(name: str) -> Path:
        return Path(shutil.copytree(PROJECTS / name, tmp_path / name))

    return project


@pytest.fixture
def captured(project: Callable[[str], Path]) -> Callable[..., Captured]:
    """A fixture project's graph and warnings; values are configuration as `key=value`."""

    def captured(name: str, *values: str, stack: str | None = None, account: str = "") -> Captured:
        folder = project(name)
        return capture(read_settings(folder, stack, values), folder, account)

    return captured


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A project of a Pulumi.yaml, a program and stack files by stack."""

    def written(yaml: str = "name: written\nruntime: python\n", program: str = "", **stacks: str) -> Path:
        (tmp_path / "Pulumi.yaml").write_text(yaml)
        (tmp_path / "__main__.py").write_text(program)
        for stack, text in stacks.items():
            (tmp_path / f"Pulumi.{stack}.yaml").write_text(text)
        return tmp_path

    return written


@pytest.fixture
def captured_at() -> Callable[[Path], Captured]:
    """A folder's graph and warnings."""
    return lambda folder: capture(read_settings(folder, None), folder)
