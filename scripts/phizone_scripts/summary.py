"""The verdict for people: one screen of environments and claims, then the findings grouped by cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from phizone_policies.check import Claim, Outcome
from phizone_policies.controls.load import safeguards_of
from phizone_policies.evaluate import Answer
from phizone_policies.report import ClaimVerdict, Verdict

_SHOWN = 4


def show(console: Console, verdicts: Sequence[Verdict], seconds: float) -> None:
    """Prints the summary and the findings."""
    console.print(_table(verdicts))
    found = causes(verdicts)
    for cause in found:
        _show_cause(console, cause)
    if found:
        console.print()
    proved = bool(verdicts) and all(verdict.proved for verdict in verdicts)
    word = "[bold green]PROVED[/]" if proved else "[bold red]NOT PROVED[/]"
    findings = sum(len(verdict.findings) for verdict in verdicts)
    environments = f"{len(verdicts)} environment{'' if len(verdicts) == 1 else 's'}"
    console.print(f"{word} · {environments}, {findings} findings, {seconds:.1f} s")


def _table(verdicts: Sequence[Verdict]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("environment", *(claim.value for claim in Claim)):
        table.add_column(column)
    for column in ("resources", "accounts"):
        table.add_column(column, justify="right")
    for verdict in verdicts:
        cells = [_cell(claim) for claim in verdict.claims]
        table.add_row(f"[bold]{verdict.environment}[/]", *cells, str(verdict.resources), str(verdict.accounts))
    return table


def _cell(claim: ClaimVerdict) -> str:
    passed, failed, unknown = (claim.counts[outcome] for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN))
    if claim.proved:
        return f"[green]proved {passed}[/]"
    found = ", ".join(text for count, text in ((failed, f"{failed} fail"), (unknown, f"{unknown} unknown")) if count)
    return f"[red]{found or 'nothing to judge'}[/]"


@dataclass(frozen=True)
class Cause:
    """Findings of one rule that come from one line of a program."""

    answers: tuple[Answer, ...]
    """The findings, over all environments."""
    environments: tuple[str, ...]
    """The environments they were found in."""


def causes(verdicts: Iterable[Verdict]) -> list[Cause]:
    """The findings grouped by rule and line, worst first; what has no line is grouped by rule and message."""
    groups: dict[tuple[str, str, str], list[tuple[str, Answer]]] = {}
    for verdict in verdicts:
        for answer in verdict.findings:
            line = str(answer.source or answer.result.message)
            key = (answer.check.id, answer.result.outcome.value, line)
            groups.setdefault(key, []).append((verdict.environment, answer))
    found = [
        Cause(tuple(answer for _, answer in group), tuple(dict.fromkeys(name for name, _ in group)))
        for group in groups.values()
    ]
    return sorted(found, key=lambda cause: (cause.answers[0].check.severity.rank, cause.answers[0].check.id))


def _show_cause(console: Console, cause: Cause) -> None:
    first = cause.answers[0]
    check, source = first.check, first.source
    colour = "red" if first.result.outcome is Outcome.FAIL else "yellow"
    console.print()
    console.print(
        f"[bold {colour}]{first.result.outcome}[/] {check.severity} [bold]{check.id}[/]"
        + (f"  {escape(str(source))}" if source else "")
        + f"  ({', '.join(cause.environments)})",
        soft_wrap=True,
    )
    subjects = sorted({answer.subject for answer in cause.answers})
    for subject in subjects[:_SHOWN]:
        console.print(f"  {escape(subject)}", soft_wrap=True)
    if len(subjects) > _SHOWN:
        console.print(f"  and {len(subjects) - _SHOWN} more")
    console.print(f"  found  {escape(first.result.message)}", soft_wrap=True)
    for name, value in sorted(first.result.witness.items()):
        console.print(f"         {escape(name)}: {escape(value)}", soft_wrap=True)
    console.print(f"  why    {escape(check.why)}", soft_wrap=True)
    console.print(f"  fix    {escape(check.fix)}", soft_wrap=True)
    safeguards = safeguards_of(check.id)
    if safeguards:
        console.print(f"  supports {', '.join(safeguards)}", soft_wrap=True)
