"""`phizone explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import rule_and_safeguard_names
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, RuleFolders, chosen


def explain(
    name: Annotated[
        str,
        typer.Argument(
            help="A rule, a safeguard as hipaa-164.312.b, or a resource's address.",
            autocompletion=rule_and_safeguard_names,
        ),
    ],
    graph: GraphFile = None,
    rules: RuleFolders = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Explain a rule, a safeguard or a resource: what it is, why it matters, what depends on it."""
    from phizone_scripts.explanation import explain_address, explain_rule, explain_safeguard, readable
    from phizone_scripts.output import as_json, emit
    from phizone_scripts.rules import rules_in_force

    checks = rules_in_force(directory, rules)
    found = (
        explain_rule(name, checks) or explain_safeguard(name, checks) or explain_address(name, directory, graph, checks)
    )
    emit(as_json(found) if chosen(format, json) is Format.JSON else readable(found), out)
    if out is not None:
        print(f"wrote {out}")
