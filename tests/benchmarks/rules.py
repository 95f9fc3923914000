"""Our rules beside checkov on the same resources: `python tests/benchmarks/rules.py [SIZE…]`.

The graph is that of prod, with its own resources repeated under other stacks up to the size. checkov is asked up to
2,000 resources: it looks every resource up by going through all of them, so that 10,000 take it several minutes.
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

SIZES = (500, 2000, 10000)
RUNS = 3
LARGEST_FOR_CHECKOV = 2000
HEADINGS = ("resources", "answers", "rules s", "rules MB", "checkov s", "checkov MB", "opinions", "ratio")


def measure(graph: Path, size: int, with_checkov: bool) -> dict[str, float]:
    """The medians of some runs, each in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("measure_rules.py")), str(graph), str(size)]
    command.append("yes" if with_checkov else "no")
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def row(size: int, found: dict[str, float]) -> list[str]:
    """The cells of one size; what was not measured is a dash."""
    told = [str(size), f"{found['answers']:.0f}", f"{found['rules']:.2f}", f"{found['megabytes']:.0f}"]
    if "checkov" not in found:
        return [*told, "-", "-", "-", "-"]
    ratio = found["checkov"] / found["rules"]
    return [
        *told,
        f"{found['checkov']:.1f}",
        f"{found['checkov megabytes']:.0f}",
        f"{found['opinions']:.0f}",
        f"{ratio:.1f}",
    ]


def main(sizes: list[int]) -> None:
    """Prints a table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}, median of {RUNS}")
    print("  ".join(HEADINGS))
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "zone.json"
        phizone = Path(sys.executable).with_name("phizone")
        subprocess.run([phizone, "graph", "--out", graph], check=True, capture_output=True)
        for size in sizes:
            cells = row(size, measure(graph, size, size <= LARGEST_FOR_CHECKOV))
            print(
                "  ".join(cell.rjust(len(heading)) for cell, heading in zip(cells, HEADINGS, strict=True)), flush=True
            )
    if any(size > LARGEST_FOR_CHECKOV for size in sizes):
        print(f"checkov is not asked beyond {LARGEST_FOR_CHECKOV} resources: it takes minutes there")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
