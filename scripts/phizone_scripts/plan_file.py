"""From somebody's Terraform plan to its graph and the verdict on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phizone_scripts.exits import Misuse

if TYPE_CHECKING:
    from phizone_policies.report import Verdict
    from phizone_scripts.project import RuleSet
    from phizone_stacks.graph.graph import Graph

_TOLD = 3


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan that was read."""

    name: str
    """The file's name without `.json`."""
    document: dict[str, Any]
    """The plan itself."""
    graph: Graph
    """The resources it plans."""
    warnings: tuple[str, ...]
    """What it does not tell."""


def read_plan_file(file: Path) -> PlanFile:
    """The plan in a file that `terraform show -json` wrote. Raises: Misuse."""
    from phizone_stacks.plan.read import UnreadablePlan, read_plan

    try:
        text = file.read_text(encoding="utf-8")
        reading = read_plan(text, str(file), file.stem)
    except (OSError, UnicodeDecodeError) as wrong:
        raise Misuse(f"{file}: cannot be read: {wrong}; write it with `terraform show -json PLAN > {file}`") from None
    except UnreadablePlan as wrong:
        raise Misuse(str(wrong)) from None
    return PlanFile(file.stem, json.loads(text), reading.graph, _warnings(reading.unresolved))


def judge_plan(
    file: Path,
    rule_set: RuleSet,
    directory: Path,
    folders: Sequence[Path] | None,
    begin: Callable[[Graph, dict[str, Any]], None],
) -> Verdict:
    """The verdict of a rule set on a plan, rules in the folders among it; `begin` is told the graph and the plan.

    Raises: Misuse.
    """
    from phizone_scripts.foreign import judge_foreign
    from phizone_scripts.rules import rules_in_force

    in_force = rules_in_force(directory, folders)
    found = read_plan_file(file)
    begin(found.graph, found.document)
    return judge_foreign(found.name, found.graph, found.warnings, rule_set, in_force)


def _warnings(unresolved: tuple[str, ...]) -> tuple[str, ...]:
    if not unresolved:
        return ()
    more = f" and {len(unresolved) - _TOLD} more" if len(unresolved) > _TOLD else ""
    first = ", ".join(unresolved[:_TOLD])
    return (f"{len(unresolved)} values are known after apply only and lead to no one resource: {first}{more}",)
