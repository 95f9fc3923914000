"""`phizone rehearse`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, as_of, chosen

Endpoint = Annotated[
    str,
    typer.Option(
        "--endpoint", help="URL of an emulator to apply to; it keeps what was built, and is not tampered with."
    ),
]
"""An emulated AWS that runs elsewhere."""
_BY_SIGNAL = 128
"""What shells add to a signal's number where it ended a process."""


def rehearse(
    environments: Annotated[
        list[str] | None,
        typer.Argument(help="Environments to rehearse; all by default.", autocompletion=environment_names),
    ] = None,
    graph: GraphFile = None,
    endpoint: Endpoint = "",
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Apply the zone to an emulated AWS, audit what was built, then tamper with it and see that each edit is found.

    Nothing leaves this machine and no credentials are read. Exit 0 if all was built, proved and found.
    """
    from phizone_scripts.rehearsed import Question, publish_rehearsal, run

    # Told to end, it leaves what it has begun as after Ctrl-C: otherwise its processes would stay.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(_BY_SIGNAL + number))
    question = Question(environments=environments, graph=graph, endpoint=endpoint, directory=directory, day=as_of(date))
    told = run(question)
    publish_rehearsal(told, chosen(format, json), out)
    raise typer.Exit(PROVED if told.rehearsal.proved else NOT_PROVED)
