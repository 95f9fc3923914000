"""What `rehearse` is asked, the answer, and how that is printed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phizone_policies.report import as_json as report_json
from phizone_scripts.exits import Misuse
from phizone_scripts.judge import acceptance, graph_of, stories_of
from phizone_scripts.options import Format
from phizone_scripts.output import as_json, console, emit, progress
from phizone_scripts.rehearsal_screen import as_json as rehearsal_json
from phizone_scripts.rehearsal_screen import show_rehearsal
from phizone_scripts.rehearsing import Rehearsal, Zoned, concerning, rehearse, rehearse_at
from phizone_scripts.rules import rules_in_force
from phizone_scripts.sources import read_zone, selected
from phizone_stacks.emulator.tamper import tamperings
from phizone_stacks.graph.graph import ZONE, Graph


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is rehearsed, and where."""

    environments: list[str] | None
    """The zone's environments; all by default."""
    graph: Path | None
    """A written graph instead of the zone's programs."""
    endpoint: str
    """URL of an emulator; empty for one in this process."""
    directory: Path
    """Where the zone is looked for."""
    day: date
    """The day waivers are judged by."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """The answer."""

    rehearsal: Rehearsal
    """How it went."""
    day: date
    """The day dates were judged by."""
    seconds: float
    """How long it took; on the screen only."""


def run(question: Question) -> Told:
    """The rehearsal. Raises: Misuse; typer.Exit where a program cannot be captured, after saying why."""
    started = time.perf_counter()
    zone, root = read_zone(question.directory)
    names = tuple(selected(zone, question.environments))
    rules = rules_in_force(root, None)
    graph = graph_of(zone, root, question.graph)
    if graph.view != ZONE and names != (graph.view,):
        raise Misuse(
            f"{question.graph} is the view of {graph.view} alone; "
            f"rehearse that as `phizone rehearse {graph.view} --graph {question.graph}`"
        )
    zoned = Zoned(
        zone=zone,
        root=root,
        graph=_views(graph, names),
        names=names,
        rules=rules,
        waivers=acceptance(zone, root, question.day, rules),
        stories=stories_of(zone, root),
    )
    if question.endpoint:
        done = rehearse_at(zoned, progress, question.endpoint)
    else:
        done = rehearse(zoned, progress, concerning(zoned, tamperings()))
    return Told(rehearsal=done, day=question.day, seconds=time.perf_counter() - started)


def publish_rehearsal(told: Told, format: Format, out: Path | None) -> None:  # noqa: A002
    """Prints the rehearsal, or writes it to a file."""
    if format is Format.JSON:
        audit = told.rehearsal.audit
        found = {"audit": audit.as_json(), "rehearsal": rehearsal_json(told.rehearsal), "proved": told.rehearsal.proved}
        emit(as_json({**report_json(audit.verdicts, told.day), **found}), out)
    elif out is None:
        show_rehearsal(console(None), told.rehearsal, told.seconds)
    else:
        screen = console(Path())
        show_rehearsal(screen, told.rehearsal, told.seconds)
        emit(screen.export_text(), out)


def _views(graph: Graph, names: tuple[str, ...]) -> Graph:
    """What the views of some environments hold together."""
    nodes = {node.address: node for name in names for node in graph.for_environment(name)}
    return Graph(nodes.values(), graph.view)
