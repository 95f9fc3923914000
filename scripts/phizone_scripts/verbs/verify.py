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
    ReportFormat,
    Reports,
    RuleFolders,
    VerdictFormat,
    as_of,
    reports,
)
from phizone_scripts.project import Account, Config, ConfigPath, ProjectFolder, Rules, RuleSet, StackName, requested


def verify(
    environments: Annotated[
        list[str] | None,
        typer.Argument(help="Environments to judge; all by default.", autocompletion=environment_names),
    ] = None,
    graph: GraphFile = None,
    project: ProjectFolder = None,
    stack: StackName = None,
    config: Config = None,
    config_path: ConfigPath = None,
    account: Account = None,
    profile: Rules = None,
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
    """Prove what the programs would build: encrypted, tagged, isolated, logged, least-privilege, resident.

    Runs every stack without credentials, joins them to one graph and asks every rule. Exit 0 if all is proved.
    """
    import time

    from phizone_scripts.judge import judge
    from phizone_scripts.project import judge_project
    from phizone_scripts.reports import Report, publish
    from phizone_scripts.sources import read_zone, selected

    started = time.perf_counter()
    day, further = as_of(date), reports(report)
    others = {"an environment": environments, "--graph": graph}
    program = requested(project, stack, config, config_path, account, profile, others)
    if program is not None:
        verdicts = [judge_project(program, profile or RuleSet.BASELINE, rules)]
    else:
        zone, root = read_zone(directory)
        verdicts = judge(zone, root, graph, selected(zone, environments), day, rules)
    told = Report(
        verdicts=verdicts,
        day=day,
        seconds=time.perf_counter() - started,
        wanted_in={each.environment: f"environments/{each.environment}.yaml" for each in verdicts if each.zone},
    )
    publish(told, ReportFormat.JSON if json else format, out, further)
    raise typer.Exit(PROVED if verdicts and all(verdict.proved for verdict in verdicts) else NOT_PROVED)
