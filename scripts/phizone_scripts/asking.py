"""Where the graph comes from that `phizone ask` answers from, and the options that say so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from phizone_scripts.options import alone

if TYPE_CHECKING:
    from phizone_environments.zone import Zone
    from phizone_stacks.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Place:
    """A graph that questions are asked of."""

    graph: Graph
    """The graph."""
    zone: Zone | None
    """What `environments/` says where the graph is a zone's; None for any other program."""


def asked_graph(directory: Path, graph: Path | None, project: Path | None, plan: Path | None) -> Place:
    """The graph of a file, a project or a plan, else of the zone's own stacks.

    A graph of a file is the zone's where an `environments/` is found from `directory` upwards and names the
    environments that the graph holds; else it is a program's, and no team or environment can be asked for.
    Raises: Misuse; typer.Exit where a program cannot be captured, after saying why.
    """
    alone("--project", project, {"--graph": graph, "--plan": plan})
    alone("--plan", plan, {"--graph": graph})
    if project is not None:
        from phizone_scripts.project import ProjectRequest, graph_of_project

        return Place(graph_of_project(ProjectRequest(folder=project))[1].graph, None)
    if plan is not None:
        from phizone_scripts.plan_file import read_plan_file

        return Place(read_plan_file(plan).graph, None)
    if graph is not None:
        return _of_file(graph, directory)
    from phizone_scripts.judge import graph_of
    from phizone_scripts.sources import read_zone

    zone, root = read_zone(directory)
    return Place(graph_of(zone, root, None), zone)


def _of_file(file: Path, directory: Path) -> Place:
    from phizone_environments.errors import EnvironmentsNotFound
    from phizone_environments.load import find_environments
    from phizone_scripts.sources import graph_in, read_zone

    graph = graph_in(file)
    try:
        find_environments(directory.resolve())
    except EnvironmentsNotFound:
        return Place(graph, None)
    zone, _ = read_zone(directory)
    known = {environment.name for environment in zone.environments}
    return Place(graph, zone if graph.environments and set(graph.environments) <= known else None)
