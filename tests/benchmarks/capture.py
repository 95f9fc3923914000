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


def main(sizes: list[int]) -> None:
    """Prints a table."""
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}, median of {RUNS}"
    )
    print(
        f"{'resources':>9} {'mocks s':>8} {'phizone s':>9} {'ratio':>6} {'program':>8} {'graph':>6} {'checks':>7} {'mocks MB':>9} {'phizone MB':>10}"
    )
    for size in sizes:
        bare, ours = measure("mocks", size), measure("phizone", size)
        total = sum(ours[stage] for stage in STAGES)
        shares = [f"{ours[stage] / total:.0%}" for stage in STAGES]
        print(
            f"{size:>9} {bare['program']:>8.2f} {total:>9.2f} {ours['program'] / bare['program']:>6.2f} "
            f"{shares[0]:>8} {shares[1]:>6} {shares[2]:>7} {bare['megabytes']:>9.0f} {ours['megabytes']:>10.0f}"
        )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
