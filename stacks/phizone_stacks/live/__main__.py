"""Reads an emulator from a process of its own: told the endpoint, the credentials and whose accounts, nothing else.

`python -m phizone_stacks.live ENVIRONMENTS ENDPOINT FILE`; the credentials are those of the environment variables. It
ends when its standard input does: whoever started it holds that open, and can hold nothing open any more once he ended.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from threading import Thread

from phizone_environments.load import load
from phizone_stacks.emulator.complete import emulated_readers
from phizone_stacks.graph.canonical import dumps
from phizone_stacks.live.entry import Clients
from phizone_stacks.live.zone import EMULATED, asked_of, entry_of, read_zone_graph


def main(environments: str, endpoint: str, file: str) -> None:
    """Writes the graph to a file."""
    # What is read and the clients live to the end: as in `phizone_scripts.main`, measured a tenth of the time.
    gc.set_threshold(700, 10, 100)
    zone = load(Path(environments))
    clients = Clients(entry_of(zone, endpoint=endpoint))
    graph = read_zone_graph(zone, asked_of(zone), clients, EMULATED, readers=emulated_readers())
    Path(file).write_text(dumps(graph), encoding="utf-8")


def _end_with_the_input() -> None:
    # Not by sys.stdin, whose lock would be held when the interpreter ends.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    Thread(target=_end_with_the_input, daemon=True).start()
    main(*sys.argv[1:4])
