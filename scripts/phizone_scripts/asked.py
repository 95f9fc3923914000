"""What `verify` is asked to judge: the zone's environments, somebody's program, or a plan; checkov beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phizone_policies.report import Verdict
from phizone_scripts.beside import Beside, SecondOpinion
from phizone_scripts.judge import judge
from phizone_scripts.plan_file import judge_plan
from phizone_scripts.project import ProjectRequest, RuleSet, judge_project
from phizone_scripts.sources import read_zone, selected


@dataclass(frozen=True, kw_only=True)
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


def judge_asked(asked: Asked) -> tuple[list[Verdict], SecondOpinion]:
    """The verdicts, and what checkov says of the same graph. Raises: Misuse; typer.Exit where nothing is captured."""
    is_zone = asked.program is None and asked.plan is None
    with Beside(asked.directory, asked.checkov, decides=is_zone) as beside:
        verdicts = _judged(asked, beside)
        return verdicts, beside.end(verdicts)


def _judged(asked: Asked, beside: Beside) -> list[Verdict]:
    profile = asked.profile or RuleSet.BASELINE
    if asked.program is not None:
        return [judge_project(asked.program, profile, asked.rules, beside.begin)]
    if asked.plan is not None:
        return [judge_plan(asked.plan, profile, asked.directory, asked.rules, beside.begin_with_plan)]
    zone, root = read_zone(asked.directory)
    names = selected(zone, asked.environments)
    return judge(zone, root, asked.graph, names, asked.day, asked.rules, lambda found: beside.begin(found, names))
