"""Rules and their trials as JSON data and as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from phizone_policies.check import Check, Claim
from phizone_policies.controls.load import requirements_of
from phizone_policies.trial import Trial


def entry(check: Check) -> dict[str, Any]:
    """What is told of a rule."""
    return {
        "rule": check.id,
        "title": check.title,
        "claim": check.claim.value,
        "profile": check.profile.value,
        "severity": check.severity.value,
        "source": check.origin.name,
        "types": list(check.types),
        "supports": list(requirements_of(check)),
    }


def as_table(checks: Sequence[Check]) -> str:
    """A line for each rule, then how many there are of whom and of each claim."""
    rows = [
        (check.id, check.claim.value, check.profile.value, check.severity.value, check.origin.name) for check in checks
    ]
    by_origin = counted(check.origin.name for check in checks)
    by_claim = counted(check.claim.value for check in sorted(checks, key=lambda one: list(Claim).index(one.claim)))
    return columns([("rule", "claim", "profile", "severity", "source"), *rows]) + (
        f"\n{plural(len(checks), 'rule')}: {by_origin}\n{by_claim}\n" if checks else "\nno rule is of all of these\n"
    )


def trial_entry(trial: Trial) -> dict[str, Any]:
    """What is told of a rule's trial."""
    return {
        "rule": trial.check.id,
        "source": trial.check.origin.name,
        "cases": trial.cases,
        "failures": list(trial.failures),
    }


def trials_as_text(trials: Sequence[Trial]) -> str:
    """The rules that did not do as their cases state, each with what was wrong; then how many were tried."""
    failing = [trial for trial in trials if trial.failures]
    lines = [line for trial in failing for line in (f"FAIL {trial.check.id}", *(f"  {why}" for why in trial.failures))]
    tried = f"{plural(len(trials), 'rule')} on {plural(sum(trial.cases for trial in trials), 'case')}"
    said = f"{plural(len(failing), 'rule')} did otherwise" if failing else "all as stated"
    return "\n".join([*lines, f"{tried}: {said}"]) + "\n"


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Rows of text in columns, a line each."""
    table = [list(row) for row in rows]
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
    return "\n".join(lines) + "\n"


def counted(words: Iterable[str]) -> str:
    """How often each word occurs, in the order of their first occurrence, as `31 encryption, 2 tagging`."""
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items())


def plural(count: int, word: str) -> str:
    """A count with its word, as `1 rule` or `2 rules`."""
    return f"{count} {word}" + ("" if count == 1 else "s")
