"""What `verify` is asked to judge: the zone's environments, somebody's program, or a plan; checkov beside it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phizone_policies.report import Verdict
from phizone_scripts.beside import Beside
from phizone_scripts.judge import judge
from phizone_scripts.plan_file import judge_plan
from phizone_scripts.project import ProjectRequest, RuleSet, judge_project
from phizone_scripts.reports import Report, wanted_in
from phizone_scripts.sources import read_zone, selected


@dataclass(frozen=True)
class Asked:
    """One question; a program, then a plan, goes before the zone."""

    program: ProjectRequest | None
    """A Pulumi project that need not be ours."""
    plan: Path | None
    """A Terraform plan's JSON."""
    graph: Path | None
    """A written graph to take instead of running the zone's programs."""
    environments: list[str] | None
    """The zone's environments; all by default."""
    profile: RuleSet | None
    """The rules for a program or a plan; baseline by default."""
    rules: Sequence[Path] | None
    """Folders of an adopter's rules."""
    directory: Path
    """Where the zone is looked for."""
    checkov: bool
    """Whether checkov is asked, too."""
    day: date
    """The day waivers are judged by."""


def report_on(asked: Asked) -> Report:
    """The verdicts, and what checkov says of the same graph. Raises: Misuse; typer.Exit where nothing is captured."""
    started = time.perf_counter()
    is_zone = asked.program is None and asked.plan is None
    with Beside(asked.directory, asked.checkov, decides=is_zone) as beside:
        verdicts = _judged(asked, beside)
        opinion = beside.end(verdicts)
    project = asked.program.folder if asked.program else None
    return Report(
        verdicts=verdicts,
        day=asked.day,
        seconds=time.perf_counter() - started,
        wanted_in={each.environment: wanted_in(each, project, asked.plan) for each in verdicts},
        opinion=opinion,
    )


def _judged(asked: Asked, beside: Beside) -> list[Verdict]:
    profile = asked.profile or RuleSet.BASELINE
    if asked.program is not None:
        return [judge_project(asked.program, profile, asked.rules, beside.begin)]
    if asked.plan is not None:
        return [judge_plan(asked.plan, profile, asked.directory, asked.rules, beside.begin_with_plan)]
    zone, root = read_zone(asked.directory)
    names = selected(zone, asked.environments)
    return judge(zone, root, asked.graph, names, asked.day, asked.rules, lambda found: beside.begin(found, names))
