"""`phizone rules list`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.options import AsJson, Directory, Format, Out, OutputFormat, RuleFolders, chosen


def list_(
    claim: Annotated[list[str] | None, typer.Option("--claim", help="Only of this claim; may be repeated.")] = None,
    profile: Annotated[
        list[str] | None, typer.Option("--profile", help="Only of baseline, phi or zone; may be repeated.")
    ] = None,
    severity: Annotated[list[str] | None, typer.Option("--severity", help="Only this bad; may be repeated.")] = None,
    rules: RuleFolders = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """List the rules: the claim each supports, where it must hold, how bad a failure is, and whose rule it is."""
    from phizone_policies.check import Claim, Profile, Severity
    from phizone_scripts.listing import as_table, entry
    from phizone_scripts.output import as_json, emit
    from phizone_scripts.rules import rules_in_force, words

    claims, profiles = words("--claim", Claim, claim), words("--profile", Profile, profile)
    severities = words("--severity", Severity, severity)
    found = [
        check
        for check in rules_in_force(directory, rules)
        if check.claim in claims and check.profile in profiles and check.severity in severities
    ]
    in_json = chosen(format, json) is Format.JSON
    emit(as_json({"rules": [entry(check) for check in found]}) if in_json else as_table(found), out)
    if out is not None:
        print(f"wrote {out}")
