"""One measurement: `python measure.py FOLDER GRAPH ENVIRONMENT…`, as `phizone rehearse`; prints JSON.

It applies the environments' views to an emulator in this process; another process, which is this file asked to `read`,
reads them over HTTP; then this one judges what was read.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from phizone_environments.load import load
from phizone_environments.zone import Zone
from phizone_policies.discover import all_rules
from phizone_scripts.auditing import audit
from phizone_scripts.judge import acceptance, stories_of
from phizone_scripts.main import collect_seldom
from phizone_stacks.emulator.apply import Applied, apply
from phizone_stacks.emulator.complete import emulated_readers
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import CREDENTIALS, in_process, served
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.canonical import dumps, loads
from phizone_stacks.graph.graph import Graph
from phizone_stacks.live.assemble import graph_of
from phizone_stacks.live.entry import Clients
from phizone_stacks.live.read import read
from phizone_stacks.live.zone import EMULATED, asked_of, entry_of

Told = dict[str, Any]
"""What was measured, by name."""


def main(folder: Path, file: Path, names: list[str]) -> None:
    """Measures a rehearsal without tampering."""
    collect_seldom()
    zone, whole = load(folder / "environments"), loads(file.read_text(encoding="utf-8"))
    graph = Graph({node.address: node for name in names for node in whole.for_environment(name)}.values())
    told: Told = {}
    with _timed(told, "rehearsal"), ExitStack() as emulator:
        with _timed(told, "preparing"):
            clients = emulator.enter_context(in_process(before(zone)))
            url = emulator.enter_context(served())
        with _timed(told, "applying"):
            applied = apply(graph, clients, zone.organization.home_region, not_emulated())
        live, asked = _read_apart(folder, url)
        with _timed(told, "judging"):
            found = _judged(folder, zone, graph, live, names)
        told |= asked | found
    print(json.dumps({**told, **_counts(graph, applied, live), "writer MB": _megabytes()}))


def _read_apart(folder: Path, url: str) -> tuple[Graph, Told]:
    with tempfile.TemporaryDirectory() as place:
        live = Path(place) / "live.json"
        command = [sys.executable, __file__, "read", str(folder), url, str(live)]
        told: Told = {}
        with _timed(told, "reading"):
            asked = subprocess.run(command, env={**os.environ, **CREDENTIALS}, check=True, stdout=subprocess.PIPE)
            graph = loads(live.read_text(encoding="utf-8"))
        return graph, {**told, **json.loads(asked.stdout)}


def reader(folder: Path, url: str, file: Path) -> None:
    """The other process: as `python -m phizone_stacks.live`, which does not tell how many calls it made."""
    collect_seldom()
    zone = load(folder / "environments")
    seen = read(asked_of(zone), Clients(entry_of(zone, endpoint=url)), readers=emulated_readers())
    environments = {each.account.id: each.name for each in zone.environments}
    file.write_text(dumps(graph_of(seen.found, seen.unread, environments, EMULATED)), encoding="utf-8")
    print(json.dumps({"calls": seen.calls, "reader MB": _megabytes()}))


def _judged(folder: Path, zone: Zone, graph: Graph, live: Graph, names: list[str]) -> Told:
    rules = all_rules()
    accepted = acceptance(zone, folder, date.today(), rules)
    found = audit(zone, graph, live, names, rules, accepted, stories_of(zone, folder))
    said = Counter(answer.result.outcome.value for verdict in found.verdicts for answer in verdict.answers)
    return {"FAIL": said["FAIL"], "UNKNOWN": said["UNKNOWN"], "drifted": len(found.drifted), "back": found.read_back}


def _counts(graph: Graph, applied: Applied, live: Graph) -> Told:
    return {
        "resources": len(graph),
        "accounts": len({node.account for node in live}),
        "regions": len({node.region for node in live} - {"global"}),
        "made": len(applied.outputs),
        "not made": len(applied.failures),
        "unread": len(live.unread),
    }


@contextmanager
def _timed(told: Told, name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    told[name] = time.perf_counter() - started


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1] == "read":
        reader(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
