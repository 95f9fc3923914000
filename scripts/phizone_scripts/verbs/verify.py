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
from phizone_scripts.project import Account, Config, ConfigPath, ProjectFolder, Rules, RuleSet, StackName, requested


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
    import time

    from phizone_scripts.beside import Beside
    from phizone_scripts.judge import judge
    from phizone_scripts.plan_file import judge_plan
    from phizone_scripts.project import judge_project
    from phizone_scripts.reports import Report, publish, wanted_in
    from phizone_scripts.sources import read_zone, selected

    started = time.perf_counter()
    day, further = as_of(date), reports(report)
    others = {"an environment": environments, "--graph": graph, "--plan": plan}
    program = requested(project, stack, config, config_path, account, None if plan else profile, others)
    alone("--plan", plan, {"an environment": environments, "--graph": graph})
    with Beside(directory, not no_checkov, decides=program is None and plan is None) as beside:
        if program is not None:
            verdicts = [judge_project(program, profile or RuleSet.BASELINE, rules, beside.begin)]
        elif plan is not None:
            verdicts = [judge_plan(plan, profile or RuleSet.BASELINE, directory, rules, beside.begin_with_plan)]
        else:
            zone, root = read_zone(directory)
            names = selected(zone, environments)
            verdicts = judge(zone, root, graph, names, day, rules, lambda found: beside.begin(found, names))
        opinion = beside.end(verdicts)
    told = Report(
        verdicts=verdicts,
        day=day,
        seconds=time.perf_counter() - started,
        wanted_in={each.environment: wanted_in(each, project, plan) for each in verdicts},
        opinion=opinion,
    )
    publish(told, ReportFormat.JSON if json else format, out, further)
    proved = verdicts and all(verdict.proved for verdict in verdicts) and opinion.proved
    raise typer.Exit(PROVED if proved else NOT_PROVED)
