"""Time and memory of a rehearsal and of an audit: `python tests/benchmarks/rehearsal/rehearsal.py [prod|generated…]`.

`prod` is what `phizone rehearse prod` applies and audits, without tampering; `generated` is an organization of ten
accounts in three regions, all its environments. Judging is of all rules, and of the differences.
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

from organization import MORE, write

WHAT = ("prod", "generated")
RUNS = 3
ENVIRONMENTS = ("dev", "staging", "prod")
COUNTS = ("resources", "accounts", "regions", "made")
SECONDS = ("preparing", "applying", "reading", "judging", "rehearsal")
HEADINGS = (
    *("what", *COUNTS, "made/s", "calls", "calls/s", *(f"{each} s" for each in SECONDS)),
    *("writer MB", "reader MB", "not made", "unread", "drifted", "FAIL", "UNKNOWN"),
)


def measure(folder: Path, names: tuple[str, ...]) -> dict[str, float]:
    """The medians of some runs, each in a process of its own."""
    graph = folder / "zone.json"
    variables = {**os.environ, "PYTHONPATH": str(folder / "modules")}
    phizone = Path(sys.executable).with_name("phizone")
    subprocess.run([phizone, "graph", "--out", graph], check=True, capture_output=True, cwd=folder, env=variables)
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), str(folder), str(graph), *names]
    runs = [json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def row(what: str, found: dict[str, float]) -> list[str]:
    """The cells of one line."""
    rates = {"made/s": found["made"] / found["applying"], "calls/s": found["calls"] / found["reading"]}
    times = {f"{each} s": found[each] for each in SECONDS}
    cells = {name: f"{value:.0f}" for name, value in {**found, **rates}.items()}
    cells |= {name: f"{value:.1f}" for name, value in times.items()}
    return [what, *(cells[heading] for heading in HEADINGS[1:])]


def main(chosen: list[str]) -> None:
    """Prints a table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}, median of {RUNS}")
    width = max(len(each) for each in WHAT)
    print("  ".join((HEADINGS[0].ljust(width), *HEADINGS[1:])))
    for what in chosen:
        with tempfile.TemporaryDirectory() as place:
            more = MORE if what == "generated" else ()
            folder = write(Path(place) / "checkout", more)
            names = (*ENVIRONMENTS, *more) if more else (what,)
            cells = row(what, measure(folder, names))
        aligned = (cell.rjust(len(heading)) for cell, heading in zip(cells[1:], HEADINGS[1:], strict=True))
        print("  ".join((cells[0].ljust(width), *aligned)), flush=True)
    print("an audit is reading and judging, after the programs were run")


if __name__ == "__main__":
    main(sys.argv[1:] or list(WHAT))
