"""`phizone apply`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.applied import Engine
from phizone_scripts.completion import environment_names
from phizone_scripts.exits import NOT_PROVED, PROVED, Misuse
from phizone_scripts.options import AsJson, Directory, Format, Out, OutputFormat, as_of, chosen

With = Annotated[
    Engine,
    typer.Option(
        "--engine", help="pulumi makes it with the Pulumi CLI and its state; emulator makes it in an emulated AWS."
    ),
]
"""What makes the resources."""
Endpoint = Annotated[
    str,
    typer.Option("--endpoint", help="URL of an emulator; by default the one that `phizone emulator start` runs here."),
]
"""An emulated AWS."""
Named = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-replacement",
        metavar="ADDRESS",
        help="Let this resource be replaced or deleted, with what is in it; may be repeated.",
    ),
]
"""What may be lost."""
Preview = Annotated[bool, typer.Option("--preview", help="Say what would be done, and do nothing.")]
"""Whether nothing is applied."""


def apply(
    environment: Annotated[
        str, typer.Argument(help="The environment to apply.", autocompletion=environment_names, metavar="ENV")
    ],
    engine: With,
    endpoint: Endpoint = "",
    allow_replacement: Named = None,
    preview: Preview = False,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Prove an environment, then make it: the shared layers, then its workspace, and stop at the first refusal.

    What is not proved is not begun. What holds data is not replaced or deleted unless it is named. Exit 0 if all is
    applied, 1 if something was refused or failed.
    """
    from phizone_scripts.applying import Question, publish_apply, run

    if endpoint and engine is not Engine.EMULATOR:
        raise Misuse(
            "--endpoint: goes with --engine emulator only; Pulumi's provider reads where AWS is from its own settings"
        )
    question = Question(
        environment=environment,
        engine=engine,
        endpoint=endpoint,
        named=tuple(allow_replacement or ()),
        preview=preview,
        directory=directory,
        day=as_of(date),
    )
    told = run(question)
    publish_apply(told, chosen(format, json), out)
    raise typer.Exit(PROVED if told.whole else NOT_PROVED)
