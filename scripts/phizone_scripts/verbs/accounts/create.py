"""`phizone accounts create`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.credential_options import Endpoint, Profile
from phizone_scripts.exits import PROVED
from phizone_scripts.options import AsJson, Directory


def create(
    yes: Annotated[bool, typer.Option("--yes", help="Make them; without it nothing is made or written.")] = False,
    profile: Profile = "",
    endpoint: Endpoint = "",
    directory: Directory = Path(),
    json: AsJson = False,
) -> None:
    """Make the accounts that have `id: new` in environments/, and write their ids there.

    Needs credentials of the management account. Without --yes it says what it would do. One that has the mail address
    already is adopted, and a request under way is waited for, so it may be run again.
    """
    from phizone_scripts.accounts.command import created, planned
    from phizone_scripts.output import as_json, emit

    told = created(directory, profile, endpoint) if yes else planned(directory, profile, endpoint)
    emit(as_json(told.as_json()) if json else told.text(), None)
    raise typer.Exit(PROVED)
