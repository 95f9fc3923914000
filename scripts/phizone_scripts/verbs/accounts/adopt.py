"""`phizone accounts adopt`."""

from __future__ import annotations

from pathlib import Path

import typer

from phizone_scripts.credential_options import Endpoint, Profile
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, GraphFile, Out


def adopt(
    profile: Profile = "",
    endpoint: Endpoint = "",
    graph: GraphFile = None,
    directory: Directory = Path(),
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Say what of an existing organization the programs adopt, and what stands in their way; it only reads.

    Needs credentials of the management account. Exit 0 if nothing stands in the way.
    """
    from phizone_scripts.accounts.command import compared
    from phizone_scripts.output import as_json, emit

    findings = compared(directory, profile, endpoint, graph)
    if json:
        text = as_json({"findings": [finding.as_json() for finding in findings]})
    else:
        text = "\n".join(finding.line() for finding in findings) + "\n"
    emit(text, out)
    if out is not None:
        print(f"wrote {out}")
    raise typer.Exit(NOT_PROVED if any(finding.state == "fail" for finding in findings) else PROVED)
