"""checkov run beside our rules: in a process and an environment of its own, offline, on the plan of the same graph."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from phizone_policies.checkov.scan import Scan, Unreadable, read_scan
from phizone_stacks.plan.names import node_address

VARIABLE = "PHIZONE_CHECKOV"
"""Names the command to run instead of the checkout's own."""
LONGEST = 600.0
"""Seconds that a scan may take."""
_LARGEST = 1_000_000_000
_TOLD = 12


class NoSecondOpinion(Exception):
    """checkov could not be asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan and how long it took."""

    scan: Scan
    """What checkov found, with the graph's addresses."""
    seconds: float
    """From its start to its end."""


def command(root: Path) -> Path:
    """The checkov to run: `PHIZONE_CHECKOV`, else `.checkov` of the checkout `root` is in or of our own, else on PATH.

    Raises: NoSecondOpinion.
    """
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise NoSecondOpinion(f"{VARIABLE} is {named}, which is no command; let it name checkov")
        return Path(found).absolute()
    for folder in (root.absolute(), *root.absolute().parents, Path(sys.prefix).parent):
        own = folder / ".checkov" / "bin" / "checkov"
        if own.is_file():
            return own
    on_path = shutil.which("checkov")
    if on_path is None:
        raise NoSecondOpinion(
            "checkov is not installed; in a checkout run ./scripts/verify once, which makes .checkov, "
            f"elsewhere install checkov 3.3 or later in an environment of its own and let {VARIABLE} name its command"
        )
    return Path(on_path).absolute()


class Run:
    """A scan under way; a `with` block ends its process however the block is left."""

    def __init__(self, checkov: Path, plan: Mapping[str, Any]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="phizone-checkov-")
        self._started = time.perf_counter()
        folder = Path(self._folder.name)
        (folder / "plan.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
        # Files, not pipes: the scan writes megabytes while nobody reads.
        self._out = (folder / "out.json").open("w+b")
        self._err = (folder / "err.txt").open("w+b")
        self._process = _start(checkov, folder, self._out, self._err)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._out.close()
        self._err.close()
        self._folder.cleanup()

    def result(self, address_of: Callable[[str], str]) -> Scanned:
        """Waits for the scan. `address_of` turns a plan's addresses into the graph's. Raises: NoSecondOpinion."""
        try:
            code = self._process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            raise NoSecondOpinion(f"checkov did not end within {LONGEST:.0f} s") from None
        seconds = time.perf_counter() - self._started
        # 1 says that some check failed.
        if code not in (0, 1):
            raise NoSecondOpinion(f"checkov ended with code {code}: {_tail(self._err)}")
        self._out.seek(0)
        try:
            return Scanned(read_scan(self._out.read().decode("utf-8"), address_of), seconds)
        except (Unreadable, UnicodeDecodeError) as wrong:
            raise NoSecondOpinion(f"checkov cannot be relied on: {wrong}; {_tail(self._err)}") from None


def graph_address(plan_address: str) -> str:
    """The graph's address for one of a plan that we wrote; another word, as a provider's, stays as it is."""
    try:
        return node_address(plan_address)
    except ValueError:
        return plan_address


def version(checkov: Path) -> str:
    """The version of a checkov. Raises: NoSecondOpinion."""
    with tempfile.TemporaryDirectory(prefix="phizone-checkov-") as folder:
        try:
            asked = subprocess.run(  # noqa: S603
                [checkov, "--version"], env=_environment(folder), cwd=folder, capture_output=True, text=True, timeout=60
            )
        except (OSError, subprocess.TimeoutExpired) as wrong:
            raise NoSecondOpinion(f"{checkov.name} cannot be started: {wrong}") from None
    if asked.returncode:
        raise NoSecondOpinion(f"checkov --version ended with code {asked.returncode}: {asked.stderr.strip()[-300:]}")
    return asked.stdout.strip()


def _start(checkov: Path, folder: Path, out: IO[bytes], err: IO[bytes]) -> subprocess.Popen[bytes]:
    words = ["--file", "plan.json", "--framework", "terraform_plan", "--output", "json", "--compact", "--skip-download"]
    try:
        return subprocess.Popen(  # noqa: S603
            [checkov, *words], cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
    except OSError as wrong:
        raise NoSecondOpinion(f"checkov cannot be started: {wrong}") from None


def _environment(folder: str | Path) -> dict[str, str]:
    """Variables for checkov: without a key it asks nobody, and no file of the user's can skip checks."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(folder), "CHECKOV_MAX_IAC_FILE_SIZE": str(_LARGEST), "BC_SKIP_MAPPING": "TRUE"}


def _tail(stream: IO[bytes]) -> str:
    stream.seek(0)
    lines = stream.read().decode("utf-8", "replace").strip().splitlines()
    return "\n".join(lines[-_TOLD:]) or "it said nothing more"
