"""Mutants tried in every core of the machine, and what is said of them."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from phizone_policies.check import Check, View
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.survivors import Explained, Survivor
from phizone_policies.mutation.trial import Trial, findings, try_one

_CHUNK = 8
_Work = tuple[View, Sequence[Check], frozenset[tuple[str, str]], Sequence[Mutant]]
_work: list[_Work] = []


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What trying mutants showed."""

    environment: str
    """The environment whose view was broken."""
    places: int
    """Mutants there are."""
    kinds: int
    """Kinds of them: type, path and operator."""
    seed: int
    """What chose those that were tried."""
    trials: Sequence[Trial]
    """Those that were."""
    explained: Explained
    """The survivors among them, held against the records."""
    exhaustive: bool
    """Whether all were tried, so that a record about none of them is needless."""
    checkov: Sequence[Mutant] | None = None
    """Those that checkov noticed; None where it was not asked."""

    @property
    def needless(self) -> Sequence[Survivor]:
        """Records about no survivor, where every mutant was tried."""
        return self.explained.unused if self.exhaustive else ()

    @property
    def holds(self) -> bool:
        """Whether no rule raised, every survivor has a record and no record is needless."""
        raised = any(trial.raised for trial in self.trials)
        return not (raised or self.explained.unexplained or self.needless)


def try_mutants(view: View, checks: Sequence[Check], mutants: Sequence[Mutant]) -> Iterator[Trial]:
    """Trials in the order of the mutants. Raises: ValueError where something is open before anything is broken."""
    before = findings(view, checks)
    if before:
        raise ValueError(f"{len(before)} findings are open before anything is broken, as {sorted(before)[0]}")
    _work[:] = [(view, checks, before, mutants)]
    with _workers() as workers:
        places = range(len(mutants))
        yield from workers.map(_try, places, chunksize=_CHUNK) if workers else map(_try, places)


def _try(place: int) -> Trial:
    view, checks, before, mutants = _work[0]
    return try_one(view, checks, mutants[place], before)


@contextmanager
def _workers() -> Iterator[Executor | None]:
    """Processes forked after the work was laid out, so that none of it is sent; None where forking is not safe."""
    count = os.cpu_count() or 1
    if count == 1 or os.uname().sysname != "Linux":
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool


def as_json(tried: Tried) -> dict[str, Any]:
    """The JSON of `phizone rules mutate`."""
    noticed = [trial for trial in tried.trials if trial.noticed_by]
    told: dict[str, Any] = {
        "environment": tried.environment,
        "mutants": tried.places,
        "kinds": tried.kinds,
        "seed": tried.seed,
        "tried": len(tried.trials),
        "killed": len(noticed),
        "operators": {name: {"killed": killed, "tried": all_} for name, killed, all_, _ in _by_operator(tried)},
        "survivors_explained": len(tried.trials) - len(noticed) - len(tried.explained.unexplained),
        "survivors_unexplained": [_entry(mutant) for mutant in tried.explained.unexplained],
        "needless_records": [record.because for record in tried.needless],
        "raised": sorted({rule for trial in tried.trials for rule in trial.raised}),
    }
    if tried.checkov is not None:
        told["killed_by_checkov"] = len(tried.checkov)
    return told


def as_text(tried: Tried) -> str:
    """The table for people, then the survivors that nobody has explained."""
    rows = [("operator", "tried", "phizone", "checkov"), *_rows(tried)]
    shown = [list(row if tried.checkov is not None else row[:3]) for row in rows]
    widths = [max(len(row[place]) for row in shown) for place in range(len(shown[0]))]
    open_ = tried.explained.unexplained
    survivors = sum(not trial.noticed_by for trial in tried.trials)
    lines = [
        f"{tried.environment}: {tried.places} mutants of {tried.kinds} kinds, {len(tried.trials)} tried, "
        f"seed {tried.seed}",
        "",
        *("  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in shown),
        "",
        f"{survivors} survived, {survivors - len(open_)} explained in policies/survivors.yaml",
        *(f"  unexplained  {mutant}" for mutant in open_),
        *(f"  raised       {rule}" for rule in sorted({each for trial in tried.trials for each in trial.raised})),
        *(f"  needless     {record.because}" for record in tried.needless),
    ]
    return "\n".join(lines) + "\n"


def _rows(tried: Tried) -> Iterator[tuple[str, str, str, str]]:
    rows = list(_by_operator(tried))
    for name, killed, all_, checkov in rows:
        yield name, str(all_), str(killed), str(checkov)
    sums = (sum(row[2] for row in rows), sum(row[1] for row in rows), sum(row[3] for row in rows))
    yield "all", str(sums[0]), str(sums[1]), str(sums[2])


def _by_operator(tried: Tried) -> Iterator[tuple[str, int, int, int]]:
    """(operator, killed, tried, killed by checkov) of each operator, by name."""
    all_ = Counter(trial.mutant.operator for trial in tried.trials)
    killed = Counter(trial.mutant.operator for trial in tried.trials if trial.noticed_by)
    checkov = Counter(mutant.operator for mutant in tried.checkov or ())
    for name in sorted(all_):
        yield name, killed[name], all_[name], checkov[name]


def _entry(mutant: Mutant) -> dict[str, str]:
    return {"address": mutant.address, "path": mutant.path, "operator": mutant.operator}
