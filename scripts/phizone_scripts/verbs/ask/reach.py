"""`phizone ask reach`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, PlanFile, chosen
from phizone_scripts.project import ProjectFolder


def reach(
    origin: Annotated[
        str,
        typer.Option(
            "--from", metavar="PLACE", help="An address of the graph, a CIDR, a team, an environment, or internet."
        ),
    ],
    target: Annotated[str, typer.Option("--to", metavar="PLACE", help="The same, for where packets would arrive.")],
    port: Annotated[int | None, typer.Option("--port", help="Only packets to this port; TCP unless said.")] = None,
    protocol: Annotated[
        str | None, typer.Option("--protocol", help="Only packets of tcp, udp, icmp, icmpv6, all, or a number.")
    ] = None,
    graph: GraphFile = None,
    project: ProjectFolder = None,
    plan: PlanFile = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Tell whether packets get from one place to another: every hop of one that does, or all that stops them.

    Exit 0 with an answer, 1 where it cannot be decided.
    """
    from phizone_policies.proofs.network.question import Answer
    from phizone_scripts.asking import asked_graph
    from phizone_scripts.output import as_json, emit
    from phizone_scripts.reaching import as_data, as_text, ask_reach, traffic

    packets = traffic(port, protocol)
    found, question = ask_reach(asked_graph(directory, graph, project, plan), origin, target, packets)
    told = as_data(found, question) if chosen(format, json) is Format.JSON else None
    emit(as_text(found, question) if told is None else as_json(told), out)
    raise typer.Exit(NOT_PROVED if found.answer is Answer.UNKNOWN else PROVED)
