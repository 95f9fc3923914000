"""The verdict for people: one screen of environments and claims, then the findings grouped by cause."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from phizone_policies.causes import Cause, causes
from phizone_policies.check import Claim, Outcome
from phizone_policies.controls.load import safeguards_of
from phizone_policies.evaluate import UNREAD
from phizone_policies.report import ClaimVerdict, Verdict
from phizone_policies.waivers import Written
from phizone_scripts.beside import SecondOpinion
from phizone_scripts.proofs_table import show_proofs

_SHOWN = 4


def show(console: Console, verdicts: Sequence[Verdict], seconds: float, opinion: SecondOpinion | None = None) -> None:
    """Prints the summary, the findings and checkov's opinion."""
    console.print(_table(verdicts))
    show_proofs(console, verdicts)
    # What could not be read is told once, with the calls, and not with every rule that needs it.
    found = [cause for cause in causes(verdicts) if cause.subjects != (UNREAD,)]
    for cause in found:
        _show_cause(console, cause)
    _show_waivers(console, verdicts)
    _show_not_examined(console, verdicts)
    if found or any(verdict.waived or verdict.problems for verdict in verdicts):
        console.print()
    for told in opinion.lines() if opinion else ():
        console.print(escape(told), soft_wrap=True)
    proved = bool(verdicts) and all(verdict.proved for verdict in verdicts) and (opinion is None or opinion.proved)
    word = "[bold green]PROVED[/]" if proved else "[bold red]NOT PROVED[/]"
    findings = sum(len(verdict.findings) for verdict in verdicts)
    kind = "environment" if all(verdict.zone for verdict in verdicts) else "program"
    environments = f"{len(verdicts)} {kind}{'' if len(verdicts) == 1 else 's'}"
    waived = sum(len(verdict.waived) for verdict in verdicts)
    accepted = f", {waived} waived" if waived else ""
    console.print(f"{word} · {environments}, {findings} findings{accepted}, {seconds:.1f} s")


def _table(verdicts: Sequence[Verdict]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    kind = "environment" if all(verdict.zone for verdict in verdicts) else "program"
    for column in (kind, *(claim.value for claim in Claim)):
        table.add_column(column)
    for column in ("resources", "accounts"):
        table.add_column(column, justify="right")
    for verdict in verdicts:
        cells = [_cell(claim, verdict.zone) for claim in verdict.claims]
        table.add_row(f"[bold]{verdict.environment}[/]", *cells, str(verdict.resources), str(verdict.accounts))
    return table


def _cell(claim: ClaimVerdict, zone: bool) -> str:
    passed, failed, unknown = (claim.counts[outcome] for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN))
    if claim.proved:
        return f"[green]proved {passed}[/]"
    found = ", ".join(text for count, text in ((failed, f"{failed} fail"), (unknown, f"{unknown} unknown")) if count)
    if not found and not zone:
        return "[dim]not judged[/]"
    return f"[red]{found or 'nothing to judge'}[/]"


def _show_waivers(console: Console, verdicts: Sequence[Verdict]) -> None:
    """What waivers accept, once for each waiver; and which of them are wrong."""
    accepted: dict[Written, list[str]] = {}
    for verdict in verdicts:
        for waived in verdict.waived:
            accepted.setdefault(waived.written, []).append(f"{waived.answer.subject} ({verdict.environment})")
    for written, subjects in accepted.items():
        waiver = written.waiver
        console.print()
        console.print(
            f"[bold yellow]WAIVED[/] [bold]{waiver.rule}[/]  {written.source}  until {waiver.expires_on}, "
            f"{escape(waiver.ticket)}, approved by {escape(waiver.approver)}",
            soft_wrap=True,
        )
        for subject in subjects[:_SHOWN]:
            console.print(f"  {escape(subject)}", soft_wrap=True)
        if len(subjects) > _SHOWN:
            console.print(f"  and {len(subjects) - _SHOWN} more")
        console.print(f"  reason {escape(waiver.reason)}", soft_wrap=True)
        console.print(f"  instead {escape(waiver.compensating_control)}", soft_wrap=True)
    for problem in sorted({str(problem) for verdict in verdicts for problem in verdict.problems}):
        console.print()
        console.print(f"[bold red]WAIVER[/] {escape(problem)}", soft_wrap=True)


def _show_not_examined(console: Console, verdicts: Sequence[Verdict]) -> None:
    """The types of which no rule speaks, which fail nothing."""
    for verdict in verdicts:
        if verdict.examination and verdict.examination.not_examined:
            found = verdict.examination.not_examined
            console.print()
            console.print(
                f"[bold]not examined[/]  {sum(found.values())} resources of {len(found)} types", soft_wrap=True
            )
            for kind, count in found.items():
                console.print(f"  {count:4} {escape(kind)}", soft_wrap=True)


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
    for subject in cause.subjects[:_SHOWN]:
        console.print(f"  {escape(subject)}", soft_wrap=True)
    if len(cause.subjects) > _SHOWN:
        console.print(f"  and {len(cause.subjects) - _SHOWN} more")
    console.print(f"  found  {escape(first.result.message)}", soft_wrap=True)
    for name, value in sorted(first.result.witness.items()):
        console.print(f"         {escape(name)}: {escape(value)}", soft_wrap=True)
    console.print(f"  why    {escape(check.why)}", soft_wrap=True)
    console.print(f"  fix    {escape(check.fix)}", soft_wrap=True)
    safeguards = safeguards_of(check)
    if safeguards:
        console.print(f"  supports {', '.join(safeguards)}", soft_wrap=True)
