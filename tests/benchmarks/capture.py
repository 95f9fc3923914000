"""Capture and checks beside a bare mocks run of the same programs: `python tests/benchmarks/capture.py [SIZE…]`."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

SIZES = (100, 500, 2000, 5000)
RUNS = 3
STAGES = ("program", "graph", "checks")


def measure(side: str, size: int) -> dict[str, float]:
    """The medians of some runs, each in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), side, str(size)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


HEADINGS = ("resources", "mocks s", "phizone s", "ratio", *STAGES, "mocks MB", "phizone MB")


def main(sizes: list[int]) -> None:
    """Prints a table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}, median of {RUNS}")
    print("  ".join(HEADINGS))
    for size in sizes:
        cells = row(size, measure("mocks", size), measure("phizone", size))
        print("  ".join(cell.rjust(len(heading)) for cell, heading in zip(cells, HEADINGS, strict=True)))


def row(size: int, bare: dict[str, float], ours: dict[str, float]) -> list[str]:
    """The cells of one size: seconds, the ratio of the program's run to the bare one, shares of ours, megabytes."""
    total = sum(ours[stage] for stage in STAGES)
    return [
        str(size),
        f"{bare['program']:.2f}",
        f"{total:.2f}",
        f"{ours['program'] / bare['program']:.2f}",
        *(f"{ours[stage] / total:.0%}" for stage in STAGES),
        f"{bare['megabytes']:.0f}",
        f"{ours['megabytes']:.0f}",
    ]


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
