"""`phizone emulator start`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.options import AsJson, Directory

Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1; any that is free by default.")]
"""Where the emulator answers."""


def start(port: Port = 0, json: AsJson = False, directory: Directory = Path()) -> None:
    """Start an emulated AWS on 127.0.0.1: the accounts of environments/ exist in it, and nothing else.

    It is moto, and forgets everything when it is stopped.
    """
    from phizone_scripts import emulator_process
    from phizone_scripts.output import as_json
    from phizone_scripts.sources import read_zone

    zone, root = read_zone(directory)
    found = emulator_process.start(zone, root, port)
    if json:
        print(as_json({"pid": found.pid, "url": found.url}), end="")
        return
    print(f"an emulated AWS answers at {found.url} (process {found.pid})")
    print(f"apply the zone to it   phizone apply ENV --engine emulator --endpoint {found.url}")
    print(f"rehearse on it         phizone rehearse --endpoint {found.url}")
    print(f"audit it               phizone audit --endpoint {found.url}")
    print("end it                 phizone emulator stop")
