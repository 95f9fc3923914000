"""`phizone export terraform`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.options import Directory, GraphFile


def terraform(
    environment: Annotated[
        str,
        typer.Argument(metavar="ENV", help="The environment to hand over.", autocompletion=environment_names),
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the roots, new or of an earlier export.")],
    graph: GraphFile = None,
    directory: Directory = Path(),
) -> None:
    """Write the environment's stacks and the shared ones as Terraform JSON, for Terraform 1.11 or OpenTofu 1.10.

    One root module a stack, listed in the order to apply them. Nothing is overwritten that Phizone did not write.
    """
    from phizone_scripts.export_folder import fill
    from phizone_scripts.exporting import STATE_SETTINGS, exported_roots
    from phizone_scripts.output import as_json

    roots = exported_roots(environment, graph, directory)
    files = {name: text.encode() for name, text in STATE_SETTINGS.items()}
    for root in roots:
        files[f"{root.name}/main.tf.json"] = as_json(root.document).encode()
        files |= {f"{root.name}/{archive.name}": archive.content for archive in root.archives}
    fill(folder, f"terraform {environment}", files)
    for root in roots:
        print(f"{root.name}: {root.resources} resources")
    print(f"wrote {sum(root.resources for root in roots)} resources in {len(roots)} roots to {folder}")
