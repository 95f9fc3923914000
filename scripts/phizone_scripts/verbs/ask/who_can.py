"""`phizone ask who-can`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, PlanFile, chosen
from phizone_scripts.project import ProjectFolder


def who_can(
    action: Annotated[str, typer.Argument(help="An action of AWS, as s3:GetObject.")],
    resource: Annotated[
        str, typer.Argument(help="An address of the graph, an ARN, a bucket or bucket/key, or alias/NAME.")
    ],
    graph: GraphFile = None,
    project: ProjectFolder = None,
    plan: PlanFile = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """List everybody who can do something to a resource in any context, by themselves or through a chain of steps.

    Exit 0 with an answer, 1 where of somebody it cannot be decided.
    """
    from phizone_scripts.allowing import ask_who_can, who_as_data, who_as_text
    from phizone_scripts.asking import asked_graph
    from phizone_scripts.output import as_json, emit

    found = ask_who_can(asked_graph(directory, graph, project, plan), action, resource)
    access, arn, chains = found
    as_data = chosen(format, json) is Format.JSON
    emit(
        as_json(who_as_data(access, action, arn, chains)) if as_data else who_as_text(access, action, arn, chains), out
    )
    raise typer.Exit(NOT_PROVED if any(chain.unknown for chain in chains) else PROVED)
