"""`phizone rules controls`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import control_names
from phizone_scripts.options import AsJson, Directory, Out, PageFormat, PageOutput, RuleFolders


def controls(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A requirement as hipaa-164.312.b, an objective as KMS-1, a rule of AWS's pack: that one in full.",
            autocompletion=control_names,
        ),
    ] = None,
    regulation: Annotated[
        str | None, typer.Option("--regulation", help="Only hipaa, nist, cfr11, gdpr, or AWS's conformance pack: pack.")
    ] = None,
    rules: RuleFolders = None,
    directory: Directory = Path(),
    format: PageOutput = PageFormat.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Show which rules hold which requirement of a regulation, who answers for the rest, and what is open."""
    from phizone_policies.controls.load import controls as shipped
    from phizone_scripts.coverage import coverage, in_full
    from phizone_scripts.coverage_page import as_markdown, as_text
    from phizone_scripts.explanation import readable
    from phizone_scripts.output import as_json, emit
    from phizone_scripts.rules import rules_in_force

    checks = rules_in_force(directory, rules)
    known = shipped().with_rules(checks)
    if name is not None:
        told = in_full(name, known, {check.id: check for check in checks})
        text = readable(told)
    else:
        told = coverage(known, regulation)
        text = as_markdown(told) if format is PageFormat.MARKDOWN else as_text(told)
    emit(as_json(told) if json or format is PageFormat.JSON else text, out)
    if out is not None:
        print(f"wrote {out}")
