"""An emulator read by a process of its own, which knows nothing of what was applied and ends when we end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from phizone_environments.load import find_environments
from phizone_scripts.exits import Misuse
from phizone_stacks.emulator.running import emulated
from phizone_stacks.graph.canonical import loads
from phizone_stacks.graph.graph import Graph


def read_apart(root: Path, url: str) -> Graph:
    """What an emulator holds, read by a process that is told where it is, and nothing of what was applied.

    Raises: Misuse where that process fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "live.json"
        command = [sys.executable, "-m", "phizone_stacks.live", str(find_environments(root)), url, str(file)]
        asked = _run_while_we_run(command)
        if asked.returncode:
            lines = asked.stderr.strip().splitlines()
            raise Misuse(f"the emulator at {url} could not be read: {lines[-1] if lines else asked.returncode}")
        return loads(file.read_text(encoding="utf-8"), str(file))


def _run_while_we_run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs a process that ends with its standard input, which ends with us, however we end."""
    its, ours = os.pipe()
    try:
        return subprocess.run(  # noqa: S603 - our own module, by this Python
            command, stdin=its, env=emulated(os.environ), capture_output=True, text=True, check=False
        )
    finally:
        os.close(its)
        os.close(ours)
