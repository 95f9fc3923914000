"""From a zone to what its rules notice when it is broken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from phizone_policies.check import View
from phizone_policies.mutation.places import mutants, sample
from phizone_policies.mutation.survivors import InvalidSurvivors, Survivor, explain, load_survivors
from phizone_scripts.exits import Misuse
from phizone_scripts.judge import graph_of, stories_of
from phizone_scripts.mutation import Tried, try_mutants
from phizone_scripts.mutation_checkov import noticed_by_checkov
from phizone_scripts.output import progress
from phizone_scripts.rules import rules_in_force
from phizone_scripts.sources import read_zone, selected

SURVIVORS = "policies/survivors.yaml"
"""The adopter's records, beside `environments/`."""


def try_zone(
    directory: Path,
    file: Path | None,
    environment: str | None,
    folders: Sequence[Path] | None,
    *,
    each: int | None,
    most: int | None,
    seed: int,
    checkov: bool,
) -> Tried:
    """Mutants of an environment's view, the zone's last by default, tried on all rules in force.

    Raises: Misuse; typer.Exit where a program cannot be captured.
    """
    zone, root = read_zone(directory)
    name = selected(zone, [environment] if environment else None)[-1]
    records = _records(root)
    # A proof ranges over the whole graph, so that 16,000 mutants would take hours; mutants of its own try it.
    checks = tuple(rule for rule in rules_in_force(root, folders) if rule.proof is None)
    graph = graph_of(zone, root, file).for_environment(name)
    view = View(graph, zone, zone.environment(name), stories_of(zone, root))
    all_ = list(mutants(view, checks))
    chosen = sample(all_, seed, each or len(all_), most)
    trials = []
    with progress("mutants", len(chosen)) as report:
        try:
            for trial in try_mutants(view, checks, chosen):
                trials.append(trial)
                report(trial.mutant.type)
        except ValueError as wrong:
            raise Misuse(f"{wrong}; see `phizone verify {name}`") from None
    return Tried(
        environment=name,
        places=len(all_),
        kinds=len({mutant.kind for mutant in all_}),
        seed=seed,
        exhaustive=len(chosen) == len(all_),
        trials=trials,
        checkov=noticed_by_checkov(root, view.graph, chosen) if checkov else None,
        explained=explain([trial.mutant for trial in trials if not trial.noticed_by], records),
    )


def _records(root: Path) -> tuple[Survivor, ...]:
    try:
        return load_survivors(root / SURVIVORS, SURVIVORS)
    except InvalidSurvivors as wrong:
        raise Misuse(str(wrong)) from None
