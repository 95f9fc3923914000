"""From a zone to the verdicts on its environments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import typer

from phizone_environments.zone import Zone
from phizone_policies.check import Check, View
from phizone_policies.evaluate import evaluate
from phizone_policies.proofs.access.stories import InvalidStories, Told, load_stories, problems
from phizone_policies.report import Acceptance, Verdict, verdict
from phizone_policies.waivers import InvalidWaivers, load_waivers
from phizone_scripts.exits import NOT_PROVED, Misuse
from phizone_scripts.rules import rules_in_force
from phizone_scripts.sources import read_graph
from phizone_stacks.graph.graph import ZONE, Graph

WAIVERS = "policies/waivers.yaml"
"""The adopter's waivers, beside `environments/`."""
STORIES = "policies/stories.yaml"
"""The adopter's stories, beside `environments/`."""


def judge(
    zone: Zone,
    root: Path,
    file: Path | None,
    environments: Sequence[str],
    day: date,
    folders: Sequence[Path] | None = None,
    begin: Callable[[Graph], None] | None = None,
) -> list[Verdict]:
    """The verdict on each environment of the graph in a file, or of the zone's own stacks; waivers are of a day.

    Asks our rules, those in `policies/checks/` and those in the folders; `begin` is told the graph before that.

    Raises: Misuse; typer.Exit with NOT_PROVED where a program cannot be captured, after saying why.
    """
    rules = rules_in_force(root, folders)
    waivers = acceptance(zone, root, day, rules)
    stories = stories_of(zone, root)
    graph = graph_of(zone, root, file)
    if graph.view != ZONE and list(environments) != [graph.view]:
        raise Misuse(
            f"{file} is the view of {graph.view} alone; ask for it as `phizone verify {graph.view} --graph {file}`"
        )
    if begin is not None:
        begin(graph)
    return [judge_environment(graph, zone, name, rules, waivers, stories) for name in environments]


def judge_environment(
    graph: Graph,
    zone: Zone,
    name: str,
    rules: Sequence[Check],
    waivers: Acceptance | None = None,
    stories: tuple[Told, ...] = (),
) -> Verdict:
    """The verdict of rules on one environment's view of a graph."""
    view = graph.for_environment(name)
    answers = evaluate(rules, View(view, zone, zone.environment(name), stories))
    return verdict(name, list(view), answers, waivers, asked=rules)


def acceptance(zone: Zone, root: Path, day: date, rules: Sequence[Check]) -> Acceptance:
    """The waivers beside a zone's `environments/`, held against its environments and the rules. Raises: Misuse."""
    try:
        waivers = load_waivers(root / WAIVERS, WAIVERS)
    except InvalidWaivers as wrong:
        raise Misuse(str(wrong)) from None
    names = [environment.name for environment in zone.environments]
    return Acceptance(waivers, names, {check.id for check in rules}, day)


def stories_of(zone: Zone, root: Path) -> tuple[Told, ...]:
    """The stories beside a zone's `environments/`, none where there is no file. Raises: Misuse."""
    try:
        found = load_stories(root / STORIES, STORIES)
    except InvalidStories as failure:
        raise Misuse(str(failure)) from None
    wrong = [str(each) for each in problems(found, tuple(environment.name for environment in zone.environments))]
    if wrong:
        raise Misuse("\n".join(wrong))
    return found


def graph_of(zone: Zone, root: Path, file: Path | None) -> Graph:
    """The graph of a file or of the zone's own stacks; a program that cannot be captured ends the command, exit 1."""
    from phizone_stacks.capture.record import CaptureError
    from phizone_stacks.capture.traceback import ProgramFailed

    try:
        return read_graph(file, zone, root)
    except (CaptureError, ProgramFailed) as failure:
        print(failure, file=sys.stderr)
        print("NOT PROVED: a program could not be captured", file=sys.stderr)
        raise typer.Exit(NOT_PROVED) from None
