"""The export of an environment as Terraform JSON and as an app, beside what CDK Terrain needs to synthesize that app.

`python tests/benchmarks/export.py [ENV]`, prod by default; the last row needs `.cdktn` or `PHIZONE_CDKTN`, and node.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from phizone_environments.load import load
from phizone_scripts.export_folder import fill
from phizone_scripts.output import as_json
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.cdktf.app import app
from phizone_stacks.cdktf.bindings import Library
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.terraform.providers import providers
from phizone_stacks.terraform.roots import roots

ROOT = Path(__file__).parents[2]
RUNS = 3


def main(environment: str) -> None:
    """Prints a table."""
    zone = load(ROOT / "environments")
    graph = capture_zone(ROOT, zone)
    names = {node.address.partition("/")[0] for node in graph}
    stacks = [name for name in names if name.partition(".")[2] in (SHARED, environment)]

    def made() -> dict[str, bytes]:
        told = roots(graph, stacks, lambda stack: providers(zone, stack))
        return {f"{root.name}/main.tf.json": as_json(root.document).encode() for root in told}

    def written() -> dict[str, bytes]:
        return app(roots(graph, stacks, lambda stack: providers(zone, stack)), Library.CDKTN).files

    resources = sum(node.address.partition("/")[0] in stacks for node in graph)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{environment}: {resources} resources; {machine}, load {os.getloadavg()[0]:.1f}, median of {RUNS}")
    print("export".ljust(22), "seconds", "  files", "     MB")
    terraform = measured("Terraform JSON", made)
    measured("app for cdktn", written)
    synthesized(written(), terraform)


def measured(title: str, make: Callable[[], dict[str, bytes]]) -> float:
    """The median seconds of making and writing files, printed with their number and size."""
    seconds = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            files = make()
            fill(Path(folder) / "out", title, files)
            seconds.append(time.perf_counter() - started)
    row(title, statistics.median(seconds), len(files), sum(len(content) for content in files.values()))
    return statistics.median(seconds)


def synthesized(files: dict[str, bytes], beside: float) -> None:
    """The seconds in which CDK Terrain constructs and synthesizes the app, and how often ours go into them."""
    python = Path(os.environ.get("PHIZONE_CDKTN", ROOT / ".cdktn/bin/python"))
    if not python.is_file() or shutil.which("node") is None:
        print("synthesis by cdktn: not measured, because its environment or node is absent")
        return
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), "benchmark", files)
        variables = {**os.environ, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
        seconds = []
        for _ in range(RUNS):
            started = time.perf_counter()
            subprocess.run([str(python), "main.py"], cwd=folder, env=variables, check=True, capture_output=True)
            seconds.append(time.perf_counter() - started)
        found = list(Path(folder).glob("cdktf.out/stacks/*/cdk.tf.json"))
        made = sum(len(named) for file in found for named in json.loads(file.read_bytes())["resource"].values())
        row("synthesis by cdktn", statistics.median(seconds), len(found), sum(file.stat().st_size for file in found))
    ratio = statistics.median(seconds) / beside
    print(f"{made} resources constructed through typed bindings; {ratio:.0f} times as long as our Terraform JSON")


def row(title: str, seconds: float, files: int, size: int) -> None:
    """Prints one row."""
    print(title.ljust(22), f"{seconds:7.2f} {files:7d} {size / 1e6:7.2f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "prod")
