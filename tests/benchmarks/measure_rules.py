"""One measurement: `python measure_rules.py GRAPH SIZE CHECKOV`, CHECKOV being yes or no; prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from phizone_environments.load import load
from phizone_policies.check import Outcome, View
from phizone_policies.discover import all_checks
from phizone_policies.evaluate import evaluate
from phizone_scripts.second_opinion import Run, command, graph_address
from phizone_stacks.graph.canonical import loads
from phizone_stacks.graph.graph import SHARED, Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, map_references
from phizone_stacks.plan.write import plan

ROOT = Path(__file__).parents[2]
ENVIRONMENT = "prod"


def copies(view: Graph) -> Iterator[Node]:
    """The view's nodes, then its own environment's again and again under stacks of other names."""
    yield from view
    own = [node for node in view if node.environment != SHARED]
    number = 1
    while True:
        number += 1
        for node in own:
            yield _copy(node, number)


def _copy(node: Node, number: int) -> Node:
    def moved(address: str) -> str:
        stack, slash, rest = address.partition("/")
        return f"{stack}-{number}{slash}{rest}" if stack.endswith(f".{ENVIRONMENT}") else address

    attributes = {
        name: map_references(value, lambda ref: Ref(moved(ref.address), ref.attribute))
        for name, value in node.attributes.items()
    }
    waits = tuple(moved(address) for address in node.depends_on)
    return replace(node, address=moved(node.address), attributes=attributes, depends_on=waits)


def of_size(view: Graph, size: int) -> Graph:
    """A graph of so many nodes."""
    found: list[Node] = []
    for node in copies(view):
        if len(found) == size:
            break
        found.append(node)
    return Graph(found, view.view)


def main(graph: str, size: int, with_checkov: bool) -> None:
    """Measures."""
    zone = load(ROOT / "environments")
    view = of_size(loads(Path(graph).read_text(encoding="utf-8")).for_environment(ENVIRONMENT), size)
    before = _megabytes()
    checks = all_checks()
    started = time.perf_counter()
    answers = evaluate(checks, View(view, zone, zone.environment(ENVIRONMENT)))
    seconds = time.perf_counter() - started
    spoken = sum(answer.result.outcome is not Outcome.NOT_APPLICABLE for answer in answers)
    told = {"rules": seconds, "answers": spoken, "megabytes": _megabytes(), "more": _megabytes() - before}
    if with_checkov:
        with Run(command(ROOT), plan(view)) as run:
            scanned = run.result(graph_address)
        told |= {"checkov": scanned.seconds, "opinions": len(scanned.scan.opinions)}
        told["checkov megabytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps(told))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "yes")
