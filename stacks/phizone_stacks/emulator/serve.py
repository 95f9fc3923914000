"""An emulator as a process of its own: `python -m phizone_stacks.emulator.serve PORT`, told on its standard input
which accounts exist; it says its URL in one line when it is ready, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import sys
from threading import Event
from unittest.mock import patch

from phizone_stacks.emulator.organization import Before, Member, ids, prepare
from phizone_stacks.emulator.quick import quickly
from phizone_stacks.emulator.running import emulated, entry_of, served
from phizone_stacks.emulator.serial import serially
from phizone_stacks.emulator.undecided import undecided
from phizone_stacks.live.entry import Clients


def main(port: int, told: str) -> None:
    """Serves until the process is told to end."""
    given = json.loads(told)
    members = tuple(Member(**member) for member in given.pop("members"))
    before = Before(members=members, regions=tuple(given.pop("regions")), **given)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with (
        patch.dict(os.environ, emulated(os.environ), clear=True),
        ids(before),
        undecided(),
        quickly(),
        serially(),
        served(port=port) as url,
    ):
        prepare(before, Clients(entry_of(before, url)))
        print(url, flush=True)
        ended.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.stdin.read())
