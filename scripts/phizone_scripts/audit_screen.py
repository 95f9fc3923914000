"""An audit for people: the verdicts' screen, what could not be read, and what the programs would build otherwise."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.markup import escape

from phizone_policies.drift import Difference, Kind
from phizone_scripts.auditing import Audit
from phizone_scripts.summary import show
from phizone_stacks.graph.graph import Unread

_SHOWN = 8
_WIDE = 90


def show_audit(console: Console, audit: Audit, seconds: float) -> None:
    """Prints an audit."""
    show(console, audit.verdicts, seconds)
    for title, kind in (("MISSING", Kind.MISSING), ("CHANGED", Kind.CHANGED), ("UNMANAGED", Kind.UNMANAGED)):
        _show_kind(console, title, [each for each in audit.differences if each.kind is kind])
    _show_unread(console, audit.unread)
    lacking = Counter(address.rpartition("/")[2].partition(".")[0] for address in audit.not_emulated)
    if lacking:
        console.print()
        names = ", ".join(f"{kind} {count}" for kind, count in sorted(lacking.items()))
        console.print(f"not emulated, taken from the programs: {names}", soft_wrap=True)
    word = "[bold green]PROVED[/]" if audit.proved else "[bold red]NOT PROVED[/]"
    told = [f"{audit.read_back} resources read back"]
    told += [f"{len(audit.not_emulated)} not emulated"] if audit.not_emulated else []
    told += [f"{len(audit.unread)} not read"] if audit.unread else []
    told += [f"{len(audit.drifted)} differ from the programs"] if audit.drifted else []
    console.print(f"{word}; {', '.join(told)}", soft_wrap=True)


def as_markdown(audit: Audit) -> str:
    """What an audit tells beside the verdicts, as a section of a page."""
    told = [f"{audit.read_back} resources read back", f"{len(audit.unread)} not read"]
    told += [f"{len(audit.not_emulated)} not emulated"] if audit.not_emulated else []
    lines = ["", "## Beside the programs", "", f"{'PROVED' if audit.proved else 'NOT PROVED'}; {', '.join(told)}."]
    if audit.differences:
        lines += ["", "| | resource | line | claims | in the programs | in AWS |", "|---|---|---|---|---|---|"]
    for each in audit.differences:
        what = f"`{each.address}`" + (f" `{each.attribute}`" if each.attribute else "")
        values = [f"`{_short(text)}`".replace("|", "\\|") if text else "" for text in (each.wanted, each.seen)]
        cells = (each.kind.value, what, str(each.source or ""), ", ".join(each.claims), *values)
        lines.append(f"| {' | '.join(cells)} |")
    if audit.unread:
        lines += ["", *(f"- not read: {reason}" for reason in sorted({each.reason for each in audit.unread}))]
    return "\n".join(lines) + "\n"


def _show_kind(console: Console, title: str, found: list[Difference]) -> None:
    if not found:
        return
    console.print()
    colour = "yellow" if title == "UNMANAGED" else "red"
    console.print(f"[bold {colour}]{title}[/]  {len(found)}")
    for each in found[:_SHOWN]:
        claims = f"  ({', '.join(each.claims)})" if each.claims else ""
        source = f"  {each.source}" if each.source else ""
        console.print(f"  {escape(each.address)}{escape(source)}{claims}", soft_wrap=True)
        if each.attribute:
            console.print(f"    {each.attribute}: {escape(_short(each.wanted))} in the programs", soft_wrap=True)
            console.print(f"    {' ' * len(each.attribute)}  {escape(_short(each.seen))} in AWS", soft_wrap=True)
    if len(found) > _SHOWN:
        console.print(f"  and {len(found) - _SHOWN} more")


def _show_unread(console: Console, unread: tuple[Unread, ...]) -> None:
    if not unread:
        return
    console.print()
    console.print(f"[bold red]NOT READ[/]  {len(unread)}: the claims that need it are unknown")
    reasons = Counter(each.reason for each in unread)
    for reason, count in sorted(reasons.items())[:_SHOWN]:
        console.print(f"  {escape(reason)}" + (f"  ({count} types)" if count > 1 else ""), soft_wrap=True)
    if len(reasons) > _SHOWN:
        console.print(f"  and {len(reasons) - _SHOWN} calls more")


def _short(text: str) -> str:
    return text if len(text) <= _WIDE else f"{text[: _WIDE - 3]}..."
