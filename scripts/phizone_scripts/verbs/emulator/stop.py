"""`phizone emulator stop`."""

from __future__ import annotations

from pathlib import Path

from phizone_scripts.options import Directory


def stop(directory: Directory = Path()) -> None:
    """End the emulated AWS that was started here, and forget what it held."""
    from phizone_scripts import emulator_process
    from phizone_scripts.sources import read_zone

    _, root = read_zone(directory)
    found = emulator_process.stop(root)
    print(f"ended the emulated AWS at {found.url} (process {found.pid})")
