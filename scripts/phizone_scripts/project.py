"""From somebody's Pulumi project to its graph and the verdict on it: no zone, so only rules that need none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phizone_scripts.exits import NOT_PROVED, Misuse

if TYPE_CHECKING:
    from phizone_policies.report import Verdict
    from phizone_stacks.capture.foreign.capture import ForeignGraph
    from phizone_stacks.graph.graph import Graph


class RuleSet(StrEnum):
    """The rules that a program without a zone is held to."""

    BASELINE = "baseline"
    """What every program on AWS must hold."""
    PHI = "phi"
    """Beside that, what must hold wherever protected health information may be."""


ProjectFolder = Annotated[
    Path | None, typer.Option("--project", help="Judge the Pulumi Python project in this folder instead of the zone.")
]
"""A Pulumi project that need not be ours."""
StackName = Annotated[
    str | None, typer.Option("--stack", help="The project's stack; by default the only one that has a file, or dev.")
]
"""A stack of that project."""
Config = Annotated[
    list[str] | None, typer.Option("--config", metavar="KEY=VALUE", help="Configuration of the stack; repeatable.")
]
"""Configuration values over those of the stack's file."""
ConfigPath = Annotated[
    list[str] | None,
    typer.Option("--config-path", metavar="PATH=VALUE", help="A value inside a structured one, as a.b[0]=x."),
]
"""Values inside structured configuration."""
Account = Annotated[
    str | None, typer.Option("--account", help="Id of the account that the project's default provider builds in.")
]
"""The account of what names none."""
Rules = Annotated[
    RuleSet | None, typer.Option("--profile", help="Rules for --project and --plan: baseline (default) or phi.")
]
"""The rules that are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRequest:
    """One stack of one project, and what it is to be told."""

    folder: Path
    """Folder with the `Pulumi.yaml`."""
    stack: str | None = None
    """Its stack; None for the only one."""
    config: Sequence[str] = ()
    """Configuration as `key=value`."""
    paths: Sequence[str] = ()
    """Configuration as `a.b[0]=value`."""
    account: str = ""
    """Id of the default provider's account; empty where nothing says it."""


def requested(
    folder: Path | None,
    stack: str | None,
    config: Sequence[str] | None,
    paths: Sequence[str] | None,
    account: str | None,
    rule_set: RuleSet | None,
    others: Mapping[str, object],
) -> ProjectRequest | None:
    """The request that the options make, None where they name no project; `others` do not go with a project.

    Raises: Misuse for options of a project without one, and for a project with options of a zone.
    """
    told: dict[str, object] = {"--stack": stack, "--config": config, "--config-path": paths, "--account": account}
    told["--profile"] = rule_set
    given = [name for name, value in told.items() if value]
    if folder is None:
        if given:
            raise Misuse(f"{', '.join(given)}: belongs to --project; name the project's folder with it")
        return None
    wrong = [name for name, value in others.items() if value]
    if wrong:
        raise Misuse(f"{', '.join(wrong)}: does not go with --project, which is judged without a zone")
    if account and not (account.isdigit() and len(account) == 12):
        raise Misuse(f"--account {account}: is no account id; give its twelve digits")
    return ProjectRequest(folder=folder, stack=stack, config=config or (), paths=paths or (), account=account or "")


def graph_of_project(request: ProjectRequest) -> tuple[str, ForeignGraph]:
    """The name `<project>.<stack>` and the graph; warnings go to standard error.

    Raises: Misuse; typer.Exit with NOT_PROVED where the program cannot be captured, after saying why.
    """
    from phizone_stacks.capture.foreign.capture import capture_project
    from phizone_stacks.capture.foreign.settings import InvalidProject, read_settings
    from phizone_stacks.capture.record import CaptureError
    from phizone_stacks.capture.traceback import ProgramFailed

    try:
        settings = read_settings(request.folder, request.stack, request.config, request.paths)
        found = capture_project(settings, request.account)
    except InvalidProject as wrong:
        raise Misuse(str(wrong)) from None
    except (CaptureError, ProgramFailed) as failure:
        print(failure, file=sys.stderr)
        print("NOT PROVED: the program could not be captured", file=sys.stderr)
        raise typer.Exit(NOT_PROVED) from None
    for warning in found.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    return f"{settings.name}.{settings.stack}", found


def judge_project(
    request: ProjectRequest,
    rule_set: RuleSet,
    folders: Sequence[Path] | None = None,
    begin: Callable[[Graph], None] | None = None,
) -> Verdict:
    """The verdict of a rule set on a project's program, rules in the folders among it.

    `begin` is told the graph before the rules are asked. Raises: as `graph_of_project`.
    """
    from phizone_scripts.foreign import judge_foreign
    from phizone_scripts.rules import rules_in_force

    in_force = rules_in_force(request.folder, folders)
    name, found = graph_of_project(request)
    if begin is not None:
        begin(found.graph)
    return judge_foreign(name, found.graph, found.warnings, rule_set, in_force)
