"""What the policy pack costs a preview: `python tests/benchmarks/pack.py [STACK…]`, prod's workspace by default.

Each resource is asked as the engine asks: a remediation, then the validation; at the end comes the whole stack. Beside
it stands a pack of one policy that reads nothing, through the same server: what pulumi-policy itself takes. A stack of
the landing zone is held to its graph; the same resources under a project of another name are judged by every rule.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "policies/pack"))

from conftest import Engine, Programs, Resource
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy
from pulumi_policy.policy import _PolicyAnalyzerServicer

from phizone_policies.pack import configuration
from phizone_stacks.graph.canonical import digest, dumps

RUNS = 5


class Nothing(Engine):
    """A pack of one policy that reads nothing."""

    def __init__(self) -> None:
        policy = ResourceValidationPolicy("nothing", "Nothing is asked.", lambda args, report: None)
        self.server = _PolicyAnalyzerServicer("nothing", "0.1.0", [policy], EnforcementLevel.ADVISORY)


def elsewhere(resources: list[Resource], project: str) -> list[Resource]:
    """The same resources in a project that is none of the landing zone's."""
    return [replace(each, urn=each.urn.replace(f"::{project}::", "::elsewhere::", 1)) for each in resources]


def median(engine: Callable[[], Engine], resources: list[Resource]) -> tuple[float, int]:
    """Seconds of a preview, the median of some runs, and the number of its violations."""
    seconds, found = [], 0
    for _ in range(RUNS):
        asked = engine()
        started = time.perf_counter()
        found = len(asked.preview(resources))
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), found


def main(stacks: list[str]) -> None:
    """Prints a table."""
    os.environ["PULUMI_DRY_RUN"] = "true"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}, median of {RUNS}")
    programs = Programs()
    text = dumps(programs.graph)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "zone.json"
        file.write_text(text, encoding="utf-8")
        config = configuration(file, digest(text))
        for stack in stacks:
            project, resources = stack.split(".")[0], programs.preview(stack)
            nothing, _ = median(Nothing, resources)
            held, differences = median(lambda project=project: Engine(project, config), resources)
            judged, violations = median(lambda: Engine("elsewhere"), elsewhere(resources, project))
            print(f"{stack}: {len(resources)} resources")
            print(f"  a pack of nothing        {nothing:6.2f} s")
            print(f"  held to the proved graph {held:6.2f} s  {differences} differences")
            print(f"  judged by every rule     {judged:6.2f} s  {violations} violations and unknowns")


if __name__ == "__main__":
    main(sys.argv[1:] or ["workspace.prod"])
