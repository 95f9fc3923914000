"""From a zone to what its rules notice when it is broken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from phizone_policies.check import Check, View
from phizone_policies.discover import all_proofs
from phizone_policies.mutation import hops
from phizone_policies.mutation.places import Mutant, mutants, sample
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
    proofs: bool = False,
) -> Tried:
    """Mutants of an environment's view, the zone's last by default, tried on all checks in force, or on the proofs.

    Raises: Misuse; typer.Exit where a program cannot be captured.
    """
    zone, root = read_zone(directory)
    name = selected(zone, [environment] if environment else None)[-1]
    records = [record for record in _records(root) if proofs == (set(record.operators) <= set(hops.OPERATORS))]
    graph = graph_of(zone, root, file).for_environment(name)
    view = View(graph, zone, zone.environment(name), stories_of(zone, root))
    checks, all_ = _over_hops(view) if proofs else _in_one_place(view, rules_in_force(root, folders))
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


def _in_one_place(view: View, rules: Sequence[Check]) -> tuple[Sequence[Check], list[Mutant]]:
    """The checks, and what they are tried on.

    A proof ranges over the whole graph, so that 16,000 mutants would take hours; those over hops are for proofs.
    """
    checks = tuple(rule for rule in rules if rule.proof is None)
    return checks, list(mutants(view, checks))


def _over_hops(view: View) -> tuple[Sequence[Check], list[Mutant]]:
    """The proofs, and what they are tried on."""
    return all_proofs(), list(hops.hops(view))


def _records(root: Path) -> tuple[Survivor, ...]:
    try:
        return load_survivors(root / SURVIVORS, SURVIVORS)
    except InvalidSurvivors as wrong:
        raise Misuse(str(wrong)) from None
