"""`phizone apply`: an environment is judged first, and what is proved is handed to an engine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phizone_policies.report import Verdict
from phizone_policies.report import as_json as report_json
from phizone_scripts.applied import Engine, Outcome
from phizone_scripts.judge import judge
from phizone_scripts.options import Format
from phizone_scripts.output import as_json, console, emit
from phizone_scripts.sources import read_zone, selected
from phizone_stacks.graph.canonical import digest, dumps
from phizone_stacks.graph.graph import Graph


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is applied, and how."""

    environment: str
    """The environment."""
    engine: Engine
    """The engine."""
    endpoint: str
    """URL of an emulator; empty for the one that was started for this checkout."""
    named: tuple[str, ...]
    """Addresses of what may be replaced or deleted."""
    preview: bool
    """Whether nothing is applied."""
    directory: Path
    """Where the zone is looked for."""
    day: date
    """The day waivers are judged by."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """The answer."""

    verdict: Verdict
    """The verdict on the environment, without checkov."""
    digest: str
    """Digest of the environment's view of the graph."""
    outcome: Outcome | None
    """How applying went; None where the environment is not proved, so that nothing was begun."""
    day: date
    """The day dates were judged by."""
    judged: float
    """How long judging took; on the screen only."""
    seconds: float
    """How long the engine took; on the screen only."""

    @property
    def whole(self) -> bool:
        """Whether all was proved and applied."""
        return self.verdict.proved and self.outcome is not None and self.outcome.whole


def run(question: Question) -> Told:
    """Judges and applies. Raises: Misuse; typer.Exit where a program cannot be captured, after saying why."""
    started = time.perf_counter()
    zone, root = read_zone(question.directory)
    (name,) = selected(zone, [question.environment])
    if question.engine is Engine.EMULATOR:
        from phizone_scripts.applying_emulator import apply_to_emulator, endpoint_of

        endpoint = endpoint_of(question.endpoint, root)
    captured: list[Graph] = []
    (verdict,) = judge(zone, root, None, [name], question.day, begin=captured.append)
    (graph,) = captured
    view = dumps(graph.for_environment(name))
    judged, outcome = time.perf_counter(), None
    if verdict.proved and question.engine is Engine.EMULATOR:
        outcome = apply_to_emulator(zone, graph, name, endpoint, question.named, question.preview)
    elif verdict.proved:
        from phizone_scripts.applying_pulumi import apply_with_pulumi

        outcome = apply_with_pulumi(root, graph, name, view, question.named, question.preview)
    return Told(
        verdict=verdict,
        digest=digest(view),
        outcome=outcome,
        day=question.day,
        judged=judged - started,
        seconds=time.perf_counter() - judged,
    )


def publish_apply(told: Told, format: Format, out: Path | None) -> None:  # noqa: A002
    """Prints how it went, or writes it to a file."""
    from phizone_scripts.apply_screen import show_apply

    if format is Format.JSON:
        applied = None if told.outcome is None else told.outcome.as_json()
        graph = {"digest": told.digest, "view": told.verdict.environment}
        emit(as_json({**report_json([told.verdict], told.day), "graph": graph, "applied": applied}), out)
    elif out is None:
        show_apply(console(None), told)
    else:
        screen = console(Path())
        show_apply(screen, told)
        emit(screen.export_text(), out)
