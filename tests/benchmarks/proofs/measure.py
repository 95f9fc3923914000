"""One measurement: `python measure.py GRAPH SIZE`, SIZE as 1/8; prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path

from generated import generated

from phizone_environments.load import load
from phizone_policies.check import Check, Claim, View
from phizone_policies.discover import all_proofs
from phizone_policies.evaluate import RAISED, evaluate
from phizone_scripts.main import collect_seldom
from phizone_stacks.graph.canonical import loads
from phizone_stacks.graph.graph import Graph

ROOT = Path(__file__).parents[3]


def main(graph: str, size: Fraction) -> None:
    """Measures the proofs of every environment, as `phizone verify` asks them: on its view of the graph."""
    collect_seldom()
    captured, written = loads(Path(graph).read_text(encoding="utf-8")), load(ROOT / "environments")
    whole, zone = generated(captured, written, size) if size else (captured, written)
    if missing := whole.dangling():
        raise SystemExit(f"{missing[0][0].address} refers to {missing[0][1]}, which was not generated")
    views = [View(whole.for_environment(each.name), zone, each) for each in zone.environments]
    before = _megabytes()
    spent, told = {"network": 0.0, "access": 0.0}, Counter[str]()
    for check in sorted(all_proofs(), key=lambda check: check.claim is not Claim.ISOLATION):
        seconds, answers = _asked(check, views)
        spent["network" if check.claim is Claim.ISOLATION else "access"] += seconds
        told.update(answers)
    print(json.dumps({**spent, **told, **_counts(whole), "megabytes": _megabytes(), "more": _megabytes() - before}))


def _asked(check: Check, views: list[View]) -> tuple[float, Counter[str]]:
    """Seconds that one proof takes for all environments, and how often it said what."""
    started = time.perf_counter()
    answers = [answer for view in views for answer in evaluate([check], view)]
    seconds = time.perf_counter() - started
    print(f"{check.id}: {seconds:.2f} s", file=sys.stderr)
    raised = [answer for answer in answers if answer.result.message.startswith(RAISED)]
    said = Counter(answer.result.outcome.value for answer in answers)
    return seconds, said + Counter({"RAISED": len(raised)})


def _counts(graph: Graph) -> dict[str, int]:
    return {
        "resources": len(list(graph)),
        "VPCs": len(graph.of_type("aws_vpc")),
        "subnets": len(graph.of_type("aws_subnet")),
        "roles": len(graph.of_type("aws_iam_role")),
        "stores": len(graph.of_type("aws_s3_bucket")),
    }


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], Fraction(sys.argv[2]))
