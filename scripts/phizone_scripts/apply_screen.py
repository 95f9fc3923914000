"""What applying gave, for people."""

from __future__ import annotations

from textwrap import shorten

from rich.console import Console
from rich.markup import escape

from phizone_scripts import summary
from phizone_scripts.applied import Act, Engine, Outcome, StackApplied, counts
from phizone_scripts.applying import Told

_SHOWN = 20
_WIDTH = 240
"""Characters of a difference that a screen shows."""
_DONE = {Act.MAKE: "made", Act.UPDATE: "updated", Act.REPLACE: "replaced", Act.DELETE: "deleted"}
_WOULD = {Act.MAKE: "to make", Act.UPDATE: "to update", Act.REPLACE: "to replace", Act.DELETE: "to delete"}


def show_apply(console: Console, told: Told) -> None:
    """Prints how applying went, or why it was not begun."""
    verdict, outcome = told.verdict, told.outcome
    if outcome is None:
        summary.show(console, [verdict], told.judged)
        console.print(f"[bold red]NOT APPLIED[/] · {verdict.environment} is not proved, so nothing was begun")
        return
    console.print(
        f"{verdict.environment} is proved: {verdict.resources} resources, {told.judged:.1f} s, without checkov, "
        f"which `phizone verify {verdict.environment}` asks too"
    )
    for stack in outcome.stacks:
        _show_stack(console, stack, outcome.preview)
    for each in outcome.refused:
        where = f"  {escape(each.source)}" if each.source else ""
        console.print(f"[bold red]refused[/] [bold]{escape(each.address)}[/]{where}", soft_wrap=True)
        for line in each.differs:
            console.print(f"  {escape(shorten(line, _WIDTH, placeholder=' ...'))}", soft_wrap=True)
        console.print(f"  {escape(each.why)}", soft_wrap=True)
    for line in outcome.advice:
        console.print(f"[yellow]advice[/] {escape(line)}", soft_wrap=True)
    if outcome.not_emulated:
        types = ", ".join(f"{kind} {count}" for kind, count in outcome.not_emulated.items())
        console.print(f"not emulated, and so not made: {types}", soft_wrap=True)
    if outcome.not_reached:
        console.print(f"nothing was done to {', '.join(outcome.not_reached)}", soft_wrap=True)
    console.print(_last_line(outcome, told.seconds), soft_wrap=True)


def _show_stack(console: Console, stack: StackApplied, preview: bool) -> None:
    words = _WOULD if preview else _DONE
    found = [f"{count} {words[Act(act)]}" for act, count in counts(stack.steps).items() if count]
    if stack.unchanged:
        found.append(f"{stack.unchanged} unchanged")
    if stack.failures:
        found.append(f"[red]{len(stack.failures)} failed[/]")
    console.print(f"  {stack.name:<20} {', '.join(found) or 'nothing emulated'}")
    for step in stack.steps:
        if step.act is not Act.MAKE:
            # What is otherwise stands in full in the JSON; a screen has room for its names.
            names = ", ".join(line.partition(":")[0] for line in step.differs)
            told = f": {escape(names)}" if names else ""
            console.print(f"    {words[step.act]} {escape(step.address)}{told}", soft_wrap=True)
    for address, why in list(stack.failures.items())[:_SHOWN]:
        console.print(f"    [red]not done[/] {escape(address)}: {escape(why)}", soft_wrap=True)
    if len(stack.failures) > _SHOWN:
        console.print(f"    and {len(stack.failures) - _SHOWN} more")


def _last_line(outcome: Outcome, seconds: float) -> str:
    """The line that says what it comes to."""
    steps = len(outcome.steps)
    if not outcome.whole:
        done = f"{steps} resources were changed before" if steps and not outcome.preview else "nothing was changed"
        reasons = [f"{len(each)} {word}" for each, word in ((outcome.refused, "refused"), (outcome.failures, "failed"))]
        told = ", ".join(reason for reason in reasons if not reason.startswith("0 ")) or "not every stack was reached"
        return f"[bold red]NOT APPLIED[/] · {told}; {done}, {seconds:.1f} s"
    if not steps:
        told = f"nothing changes: {outcome.unchanged} resources stand as proved"
        return f"[bold green]{'PREVIEW' if outcome.preview else 'APPLIED'}[/] · {told}, {seconds:.1f} s"
    if outcome.preview:
        return f"[bold]PREVIEW[/] · {steps} resources in {outcome.accounts} accounts would change, {seconds:.1f} s"
    by = "" if outcome.engine is Engine.PULUMI else ", emulated"
    return f"[bold green]APPLIED[/] · applied {steps} resources in {outcome.accounts} accounts, {seconds:.1f} s{by}"
