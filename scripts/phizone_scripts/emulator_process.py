"""The emulator that `phizone emulator start` leaves running: its process, its address, and who started it."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from phizone_environments.zone import Zone
from phizone_scripts.exits import Misuse
from phizone_scripts.output import write

FILE = ".phizone/emulator.json"
"""Where it is written which process runs, below the folder of `environments/`."""
_MODULE = "phizone_stacks.emulator.serve"
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Running:
    """An emulator that runs."""

    pid: int
    """Its process."""
    url: str
    """Where it answers."""


def running(root: Path) -> Running | None:
    """The emulator that was started for a checkout and still runs."""
    try:
        known = Running(**json.loads((root / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return known if _is_ours(known.pid) else None


def start(zone: Zone, root: Path, port: int) -> Running:
    """Starts one and waits until it answers. Raises: Misuse where one runs, the port is taken or it does not start."""
    from phizone_stacks.emulator.zone import before

    if known := running(root):
        raise Misuse(f"an emulator runs at {known.url} (process {known.pid}); end it with `phizone emulator stop`")
    if port and _is_taken(port):
        raise Misuse(f"port {port} of this machine is taken; name another with --port, or 0 for any that is free")
    log = root / ".phizone/emulator.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own module, by this Python
            [sys.executable, "-m", _MODULE, str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    try:
        url = _told(process, json.dumps(asdict(before(zone))))
        if not url:
            lines = log.read_text(encoding="utf-8").strip().splitlines()
            raise Misuse(f"the emulator did not start: {lines[-1] if lines else 'it ended'}; all it said is in {log}")
        found = Running(process.pid, url)
        write(root / FILE, json.dumps(asdict(found)) + "\n")
    except BaseException:
        # Whoever is interrupted here would leave a process of which nobody knows.
        with process:
            process.kill()
        raise
    return found


def _told(process: subprocess.Popen[str], accounts: str) -> str:
    """The URL that an emulator says once it is told which accounts exist; empty where it ends or is silent."""
    if process.stdin is None or process.stdout is None:
        raise TypeError("they are pipes")
    with suppress(BrokenPipeError):
        process.stdin.write(accounts)
        process.stdin.close()
    spoke, _, _ = select.select([process.stdout], [], [], _PATIENCE)
    return process.stdout.readline().strip() if spoke else ""


def stop(root: Path) -> Running:
    """Ends the emulator of a checkout. Raises: Misuse where none runs."""
    known = running(root)
    if known is None:
        (root / FILE).unlink(missing_ok=True)
        raise Misuse("no emulator runs that was started here; `phizone emulator start` starts one")
    os.kill(known.pid, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE
    while _is_ours(known.pid):
        if time.monotonic() > until:
            with suppress(ProcessLookupError):
                os.kill(known.pid, signal.SIGKILL)
        time.sleep(0.05)
    (root / FILE).unlink(missing_ok=True)
    return known


def _is_ours(pid: int) -> bool:
    """Whether a process is an emulator of ours: its number may have gone to another since."""
    # ps cuts its lines to the width of a screen, of which COLUMNS may tell, unless it is asked twice not to.
    command = ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ps and a number
    return _MODULE in asked.stdout and not asked.stdout.lstrip().startswith("Z")


def _is_taken(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
