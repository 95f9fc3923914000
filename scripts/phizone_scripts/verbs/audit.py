"""`phizone audit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.exits import NOT_PROVED, PROVED, Misuse
from phizone_scripts.options import (
    AsJson,
    Directory,
    Out,
    ReportFormat,
    Reports,
    RuleFolders,
    VerdictFormat,
    as_of,
    reports,
)

Endpoint = Annotated[str, typer.Option("--endpoint", help="URL of an emulator to audit instead of AWS.")]
"""An emulated AWS."""
Profile = Annotated[str, typer.Option("--profile", help="Profile of the AWS configuration files to begin with.")]
"""Whose credentials enter the roles."""
Role = Annotated[
    str,
    typer.Option("--role", help="Name of a role to enter in every account, straight; by default the auditor roles."),
]
"""The role that reads."""
OtherRegions = Annotated[
    str,
    typer.Option(
        "--empty-regions",
        metavar="REGION,…|all",
        help="Look whether these hold nothing; by default all that the accounts may use, and none of an emulator's.",
    ),
]
"""What must hold nothing."""
Save = Annotated[Path | None, typer.Option("--save", help="Keep what was read in this file, to audit it again.")]
"""A snapshot."""
Snapshot = Annotated[Path | None, typer.Option("--graph", help="Audit this snapshot, offline.")]
"""What an audit saved."""


def audit(
    environments: Annotated[
        list[str] | None,
        typer.Argument(help="Environments to judge; all by default.", autocompletion=environment_names),
    ] = None,
    graph: Snapshot = None,
    save: Save = None,
    endpoint: Endpoint = "",
    profile: Profile = "",
    role: Role = "",
    empty_regions: OtherRegions = "",
    rules: RuleFolders = None,
    directory: Directory = Path(),
    format: VerdictFormat = ReportFormat.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    report: Reports = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Read the accounts as they are, hold them to the same rules, and say where they differ from the programs.

    Only Describe, Get and List calls are made. Exit 0 if all is proved and nothing that matters differs.
    """
    from phizone_scripts.audited import Question, publish_audit, regions, run

    given = {"--save": save, "--endpoint": endpoint, "--profile": profile, "--role": role}
    if graph is not None and (wrong := [name for name, value in given.items() if value]):
        raise Misuse(f"{', '.join(wrong)}: does not go with --graph, which reads no account")
    if endpoint and profile:
        raise Misuse("--profile: does not go with --endpoint, to which no credentials of AWS are shown")
    further = reports(report)
    question = Question(
        environments=environments,
        snapshot=graph,
        save=save,
        endpoint=endpoint,
        profile=profile,
        role=role,
        others=regions(empty_regions, endpoint),
        rules=rules,
        directory=directory,
        day=as_of(date),
    )
    told = run(question)
    publish_audit(told, ReportFormat.JSON if json else format, out, further)
    raise typer.Exit(PROVED if told.audit.proved else NOT_PROVED)
