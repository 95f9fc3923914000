"""`phizone ask can`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, PlanFile, chosen
from phizone_scripts.project import ProjectFolder


def can(
    principal: Annotated[
        str,
        typer.Argument(help="An address of the graph, an ARN, a role's or user's name, a service, or * for anybody."),
    ],
    action: Annotated[str, typer.Argument(help="An action of AWS, as s3:GetObject.")],
    resource: Annotated[
        str, typer.Argument(help="An address of the graph, an ARN, a bucket or bucket/key, alias/NAME, or *.")
    ],
    context: Annotated[
        list[str] | None,
        typer.Option("--context", metavar="KEY=VALUE", help="Hold a condition key to a value; may be repeated."),
    ] = None,
    graph: GraphFile = None,
    project: ProjectFolder = None,
    plan: PlanFile = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Tell whether somebody can do something, in any context that is not held, and by which statements or chain.

    Exit 0 with an answer, 1 where it cannot be decided.
    """
    from phizone_scripts.allowing import ask_can, can_as_data, can_as_text
    from phizone_scripts.asking import asked_graph
    from phizone_scripts.output import as_json, emit

    asked = ask_can(asked_graph(directory, graph, project, plan), principal, action, resource, context or ())
    as_data = chosen(format, json) is Format.JSON
    emit(as_json(can_as_data(asked)) if as_data else can_as_text(asked), out)
    raise typer.Exit(NOT_PROVED if asked.verdict == "UNKNOWN" else PROVED)
