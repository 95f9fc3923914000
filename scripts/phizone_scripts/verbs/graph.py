"""`phizone graph`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.options import Directory, GraphFile, Out, PlanFile, alone
from phizone_scripts.project import Account, Config, ConfigPath, ProjectFolder, StackName, requested


def graph(
    environment: Annotated[
        str | None,
        typer.Argument(help="Write this environment's view; the zone by default.", autocompletion=environment_names),
    ] = None,
    graph: GraphFile = None,
    plan: PlanFile = None,
    project: ProjectFolder = None,
    stack: StackName = None,
    config: Config = None,
    config_path: ConfigPath = None,
    account: Account = None,
    directory: Directory = Path(),
    out: Out = None,
) -> None:
    """Write the graph as canonical JSON: the same programs give the same bytes on any machine.

    `phizone verify --graph` gives the same verdicts on the file as on the programs.
    """
    from phizone_scripts.judge import graph_of
    from phizone_scripts.output import emit
    from phizone_scripts.plan_file import read_plan_file
    from phizone_scripts.project import graph_of_project
    from phizone_scripts.sources import read_zone, selected
    from phizone_stacks.graph.canonical import digest, dumps

    others = {"an environment": environment, "--graph": graph, "--plan": plan}
    program = requested(project, stack, config, config_path, account, None, others)
    alone("--plan", plan, {"an environment": environment, "--graph": graph})
    if program is not None:
        view = graph_of_project(program)[1].graph
    elif plan is not None:
        view = read_plan_file(plan).graph
    else:
        zone, root = read_zone(directory)
        names = selected(zone, [environment] if environment else None)
        whole = graph_of(zone, root, graph)
        view = whole.for_environment(names[0]) if environment else whole
    text = dumps(view)
    emit(text, out)
    if out is not None:
        print(f"wrote {len(view)} resources of {view.view} to {out}, SHA-256 {digest(text)}")
