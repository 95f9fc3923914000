"""`phizone export plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.exits import Misuse
from phizone_scripts.options import Directory, GraphFile


def plan(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[ENV] OUT",
            help="The file to write; before it an environment, for its view alone.",
            autocompletion=environment_names,
        ),
    ],
    graph: GraphFile = None,
    directory: Directory = Path(),
) -> None:
    """Write a Terraform plan that would create the same: the JSON of `terraform show -json`, for scanners.

    Resources are named by their addresses; letters other than Terraform's stand as `_` and two hexadecimal digits.
    """
    from phizone_scripts.judge import graph_of
    from phizone_scripts.output import as_json, write
    from phizone_scripts.sources import read_zone, selected
    from phizone_stacks.plan.write import left_out
    from phizone_stacks.plan.write import plan as plan_of

    if len(words) > 2:
        raise Misuse(f"export plan takes an environment and a file, or a file alone; given: {' '.join(words)}")
    *environment, out = words
    zone, root = read_zone(directory)
    names = selected(zone, environment)
    if not environment and out in names:
        raise Misuse(f"export plan {out}: name the file too, as `phizone export plan {out} {out}.json`")
    whole = graph_of(zone, root, graph)
    view = whole.for_environment(names[0]) if environment else whole
    write(Path(out), as_json(plan_of(view)))
    missing = left_out(view)
    print(f"wrote {len(view) - len(missing)} resources of {view.view} to {out}")
    for node in missing:
        print(f"left out {node.address}: Terraform has no type {node.type}")
