"""`phizone export cdktf`."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.options import Directory, GraphFile


class ConstructLibrary(StrEnum):
    """Whose constructs the app is written with."""

    CDKTN = "cdktn"
    """CDK Terrain."""
    CDKTF = "cdktf"
    """CDK for Terraform."""


def cdktf(
    environment: Annotated[
        str,
        typer.Argument(metavar="ENV", help="The environment to hand over.", autocompletion=environment_names),
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the app, new or of an earlier export.")],
    library: Annotated[
        ConstructLibrary, typer.Option("--library", help="cdktn is CDK Terrain; cdktf is archived by its maker.")
    ] = ConstructLibrary.CDKTN,
    graph: GraphFile = None,
    directory: Directory = Path(),
) -> None:
    """Write the environment's stacks and the shared ones as a Python app of CDK Terrain, or of CDK for Terraform.

    Its synthesis gives what `phizone export terraform` writes. Nothing is overwritten that Phizone did not write.
    """
    from phizone_scripts.export_folder import fill
    from phizone_scripts.exporting import STATE_SETTINGS, exported_roots
    from phizone_stacks.cdktf.app import app
    from phizone_stacks.cdktf.bindings import Library

    roots = exported_roots(environment, graph, directory)
    made = app(roots, Library(library.value))
    files = {**made.files, **{name: text.encode() for name, text in STATE_SETTINGS.items()}}
    fill(folder, f"cdktf {environment} --library {library.value}", files)
    for lacking, count in sorted(Counter(made.raw.values()).items()):
        print(f"without types: {count} resources, because {library.value} lacks {lacking}")
    print(
        f"wrote {made.typed + len(made.raw)} resources in {len(roots)} stacks to {folder}, {made.typed} of them typed"
    )
