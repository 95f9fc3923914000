"""`phizone teardown`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.credential_options import Endpoint, Profile, Role
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory


def teardown(
    environment: Annotated[
        str, typer.Argument(help="The environment whose account is looked at.", autocompletion=environment_names)
    ],
    yes: Annotated[
        str, typer.Option("--yes", metavar="ENV", help="Delete what is left; type the environment's name again.")
    ] = "",
    profile: Profile = "",
    role: Role = "",
    endpoint: Endpoint = "",
    directory: Directory = Path(),
    json: AsJson = False,
) -> None:
    """List what deleted Studio domains left behind, which keeps a network from being deleted; --yes ENV deletes it.

    That is file systems, mount targets, interfaces and security groups of domains that are gone. In an environment
    with PHI it only lists. Exit 0 if nothing is left.
    """
    from phizone_scripts.output import as_json, emit
    from phizone_scripts.teardown.command import teardown

    told = teardown(directory, environment, yes, profile, role, endpoint)
    emit(as_json(told.as_json()) if json else told.text(), None)
    raise typer.Exit(PROVED if told.clean else NOT_PROVED)
