"""`phizone verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, as_of, chosen


def verify(
    environments: Annotated[
        list[str] | None,
        typer.Argument(help="Environments to judge; all by default.", autocompletion=environment_names),
    ] = None,
    graph: GraphFile = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Prove what the programs would build: encrypted, tagged, isolated, logged, least-privilege, resident.

    Runs every stack without credentials, joins them to one graph and asks every rule. Exit 0 if all is proved.
    """
    import time

    from phizone_policies.report import as_json as report_json
    from phizone_scripts import summary
    from phizone_scripts.judge import judge
    from phizone_scripts.output import as_json, console, emit, write
    from phizone_scripts.sources import read_zone, selected

    started = time.perf_counter()
    day = as_of(date)
    zone, root = read_zone(directory)
    verdicts = judge(zone, root, graph, selected(zone, environments))
    if chosen(format, json) is Format.JSON:
        emit(as_json(report_json(verdicts, day)), out)
    else:
        screen = console(out)
        summary.show(screen, verdicts, time.perf_counter() - started)
        if out is not None:
            write(out, screen.export_text())
    if out is not None:
        print(f"wrote {out}")
    raise typer.Exit(PROVED if verdicts and all(verdict.proved for verdict in verdicts) else NOT_PROVED)
