"""`phizone verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import (
    AsJson,
    Directory,
    GraphFile,
    Out,
    PlanFile,
    ReportFormat,
    Reports,
    RuleFolders,
    VerdictFormat,
    WithoutCheckov,
    alone,
    as_of,
    reports,
)
from phizone_scripts.project import Account, Config, ConfigPath, ProjectFolder, Rules, StackName, requested


def verify(
    environments: Annotated[
        list[str] | None,
        typer.Argument(help="Environments to judge; all by default.", autocompletion=environment_names),
    ] = None,
    graph: GraphFile = None,
    plan: PlanFile = None,
    project: ProjectFolder = None,
    stack: StackName = None,
    config: Config = None,
    config_path: ConfigPath = None,
    account: Account = None,
    profile: Rules = None,
    rules: RuleFolders = None,
    no_checkov: WithoutCheckov = False,
    directory: Directory = Path(),
    format: VerdictFormat = ReportFormat.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    report: Reports = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Prove what the programs would build: encrypted, tagged, isolated, logged, least-privilege, resident.

    Runs every stack without credentials, joins them to one graph and asks every rule. Exit 0 if all is proved.
    """
    from phizone_scripts.asked import Asked, report_on
    from phizone_scripts.reports import publish

    further = reports(report)
    others = {"an environment": environments, "--graph": graph, "--plan": plan}
    program = requested(project, stack, config, config_path, account, None if plan else profile, others)
    alone("--plan", plan, {"an environment": environments, "--graph": graph})
    asked = Asked(program, plan, graph, environments, profile, rules, directory, not no_checkov, as_of(date))
    told = report_on(asked)
    publish(told, ReportFormat.JSON if json else format, out, further)
    raise typer.Exit(PROVED if told.proved else NOT_PROVED)
