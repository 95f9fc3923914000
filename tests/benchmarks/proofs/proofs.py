"""Time and memory of all proofs: `python tests/benchmarks/proofs/proofs.py [PART…]`.

A part is one of the generated zone, as 1/8; 0 is the captured zone itself. Every proof that is found in
`policies/phizone_policies/proofs/claims` is asked of every environment, as `phizone verify` does.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("0", "1/8", "1/4", "1/2", "1")
RUNS = 3
SETS = ("resources", "VPCs", "subnets", "roles", "stores")
ANSWERS = ("PASS", "FAIL", "UNKNOWN", "RAISED")
HEADINGS = ("part", *SETS, "network s", "access s", "all s", "MB", "growth", *ANSWERS)


def measure(graph: Path, part: str) -> dict[str, float]:
    """The medians of some runs, each in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), str(graph), part]
    runs = [json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def row(part: str, found: dict[str, float], before: dict[str, float] | None) -> list[str]:
    """The cells of one size; growth is seconds to those of the row before, by resources to resources."""
    seconds = found["network"] + found["access"]
    growth = "-"
    if before is not None:
        share = found["resources"] / before["resources"]
        growth = f"{seconds / (before['network'] + before['access']) / share:.2f}"
    return [
        part,
        *(f"{found[name]:.0f}" for name in SETS),
        f"{found['network']:.2f}",
        f"{found['access']:.2f}",
        f"{seconds:.2f}",
        f"{found['megabytes']:.0f}",
        growth,
        *(f"{found.get(name, 0):.0f}" for name in ANSWERS),
    ]


def main(parts: list[str]) -> None:
    """Prints a table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}, median of {RUNS}")
    print("  ".join(HEADINGS))
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "zone.json"
        phizone = Path(sys.executable).with_name("phizone")
        subprocess.run([phizone, "graph", "--out", graph], check=True, capture_output=True)
        before: dict[str, float] | None = None
        for part in parts:
            found = measure(graph, part)
            cells = row(part, found, before)
            print(
                "  ".join(cell.rjust(len(heading)) for cell, heading in zip(cells, HEADINGS, strict=True)), flush=True
            )
            before = found
    print("growth: seconds to the row above, divided by resources to the row above; 1 is linear")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
