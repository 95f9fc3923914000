"""A rehearsal for people, and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console
from rich.markup import escape

from phizone_scripts.audit_screen import show_audit
from phizone_scripts.rehearsing import Rehearsal, Tampered
from phizone_stacks.emulator.tamper import unbroken

_SHOWN = 20
_NO_ENTRY = "nothing that it is about is emulated, or no entry of the list is done to what was applied"


def show_rehearsal(console: Console, rehearsal: Rehearsal, seconds: float) -> None:
    """Prints a rehearsal."""
    applied = rehearsal.applied
    console.print(
        f"applied {len(applied.outputs)} resources in {applied.accounts} accounts, {rehearsal.seconds:.1f} s"
        + (f"; {len(applied.failures)} failed" if applied.failures else "")
    )
    reasons = Counter(applied.failures.values())
    for address, reason in list(applied.failures.items())[:_SHOWN]:
        console.print(f"  [red]not made[/] {escape(address)}: {escape(reason)}", soft_wrap=True)
    if len(applied.failures) > _SHOWN:
        console.print(f"  and {len(applied.failures) - _SHOWN} more, of {len(reasons)} reasons")
    console.print()
    show_audit(console, rehearsal.audit, seconds)
    if rehearsal.tampered is None:
        console.print("not tampered with")
    else:
        _show_tampered(console, rehearsal, rehearsal.tampered)


def as_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """What a rehearsal tells beside the verdicts and the audit."""
    return {
        "applied": len(rehearsal.applied.outputs),
        "accounts": rehearsal.applied.accounts,
        "failures": dict(rehearsal.applied.failures),
        "tampering": None
        if rehearsal.tampered is None
        else [
            {
                "does": each.entry.does,
                "to": each.entry.to,
                "finds": list(each.entry.finds),
                "found": list(each.found),
                **({"problem": each.problem} if each.problem else {}),
            }
            for each in rehearsal.tampered
        ],
        "not_tampered": {rule: unbroken().get(rule, _NO_ENTRY) for rule in rehearsal.untried},
        "tampering_found": {"checks": len(rehearsal.found), "of": len(rehearsal.checks)},
    }


def _show_tampered(console: Console, rehearsal: Rehearsal, tampered: tuple[Tampered, ...]) -> None:
    console.print()
    for each in tampered:
        for rule in each.missed:
            why = each.problem or "it did not fail for what was done"
            console.print(
                f"[red]not found[/] by [bold]{rule}[/]: {escape(each.entry.does)}: {escape(why)}", soft_wrap=True
            )
    colour = "green" if rehearsal.checks and rehearsal.found == rehearsal.checks else "red"
    console.print(
        f"[bold {colour}]tampering found {len(rehearsal.found)}/{len(rehearsal.checks)}[/]"
        f" checks, by {len(tampered)} edits; {len(rehearsal.untried)} rules in force were not tried"
    )
