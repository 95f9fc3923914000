"""The coverage of regulations as a page: columns for a terminal, tables for Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from phizone_scripts.coverage import PACK
from phizone_scripts.listing import columns, plural


def as_text(told: Mapping[str, Any]) -> str:
    """A heading, a line for each requirement and the totals of each regulation."""
    return "\n".join(_section(key, regulation) for key, regulation in told.items())


def _section(key: str, told: Mapping[str, Any]) -> str:
    if key == PACK:
        rules = columns((name, _pack_state(rule)) for name, rule in told["rules"].items())
        return f"{told['name']}\n\n{rules}\n{_pack_totals(told)}\n"
    rows = columns(
        (name, (each["kind"] or "")[:1].upper(), each["title"], "; ".join(_parts(each)))
        for name, each in told["requirements"].items()
    )
    return f"{told['name']}, {told['citation']}\n\n{rows}\n{_totals(told)}\n"


def _parts(each: Mapping[str, Any]) -> Iterator[str]:
    if each["rules"]:
        yield plural(len(each["rules"]), "rule")
    if each["later"]:
        yield f"open: {each['later']}"
    for key in ("organizational", "inherited"):
        if each[key]:
            yield f"{key}: {each[key]['answers']}"


def _totals(told: Mapping[str, Any]) -> str:
    totals = told["totals"]
    asked, rules = plural(len(told["requirements"]), "requirement"), plural(totals["rules"], "rule")
    held = f"{totals['held']} held by {rules} ({totals['held in part']} of them in part)"
    rest = [f"{totals[state]} {state}" for state in ("organizational", "inherited", "open")]
    return f"{asked}: {', '.join([held, *rest])}"


def _pack_state(rule: Mapping[str, Any]) -> str:
    if "checks" in rule:
        return ", ".join(rule["checks"])
    return next((f"{key}: {rule[key]}" for key in ("not applicable", "run time") if key in rule), "open")


def _pack_totals(told: Mapping[str, Any]) -> str:
    totals = told["totals"]
    return (
        f"{plural(len(told['rules']), 'rule')}: {totals['checked']} checked before anything is applied, "
        f"{totals['run time']} at run time only, {totals['not applicable']} not applicable, {totals['open']} open"
    )


def as_markdown(told: Mapping[str, Any]) -> str:
    """A heading, a table and the totals of each regulation."""
    return "\n".join(_markdown_section(key, regulation) for key, regulation in told.items())


def _markdown_section(key: str, told: Mapping[str, Any]) -> str:
    if key == PACK:
        rules = _table(("Rule", "How it is held"), [(f"`{name}`", _cell(rule)) for name, rule in told["rules"].items()])
        return f"## {told['name']}\n\n{rules}\n{_pack_totals(told)}\n"
    head = ("Requirement", "Kind", "Title", "Rules", "Who answers for the rest")
    rows = [
        (f"`{name}`", each["kind"] or "", each["title"], _coded(each["rules"]), _rest(each))
        for name, each in told["requirements"].items()
    ]
    return f"## {told['name']}, {told['citation']}\n\n{_table(head, rows)}\n{_totals(told)}\n"


def _cell(rule: Mapping[str, Any]) -> str:
    return _coded(rule["checks"]) if "checks" in rule else _pack_state(rule)


def _rest(each: Mapping[str, Any]) -> str:
    said = [f"open: {each['later']}"] if each["later"] else []
    said += [
        f"{key}: {each[key]['answers']}, with {each[key]['evidence']}"
        for key in ("organizational", "inherited")
        if each[key]
    ]
    return "; ".join(said)


def _coded(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in lines)
