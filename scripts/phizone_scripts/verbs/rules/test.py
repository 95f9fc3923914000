"""`phizone rules test`."""

# ruff: noqa: PT028 - a verb of that name, no test.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import rule_names
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, Out, OutputFormat, RuleFolders, chosen


def test(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RULE]...", help="Rules to try; all by default.", autocompletion=rule_names),
    ] = None,
    rules: RuleFolders = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Try each rule on its own cases: small graphs of which its file says what must pass, fail, or stay unknown.

    Exit 0 if every rule did as its cases state and its cases show every outcome, else 1.
    """
    from phizone_policies.trial import try_rule
    from phizone_scripts.listing import trial_entry, trials_as_text
    from phizone_scripts.output import as_json, emit
    from phizone_scripts.rules import pick, rules_in_force

    trials = [try_rule(check) for check in pick(rules_in_force(directory, rules), names)]
    in_json = chosen(format, json) is Format.JSON
    emit(as_json({"rules": [trial_entry(trial) for trial in trials]}) if in_json else trials_as_text(trials), out)
    if out is not None:
        print(f"wrote {out}")
    raise typer.Exit(NOT_PROVED if any(trial.failures for trial in trials) else PROVED)
