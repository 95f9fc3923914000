"""`phizone doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, Out, OutputFormat, as_of, chosen


def doctor(
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Say whether this machine and this checkout have what the other verbs need, and what to do where not."""
    from phizone_scripts.diagnosis import diagnose
    from phizone_scripts.output import as_json, emit

    findings = diagnose(directory, as_of(date))
    if chosen(format, json) is Format.JSON:
        text = as_json({"findings": [finding.as_json() for finding in findings]})
    else:
        text = "\n".join(finding.line() for finding in findings) + "\n"
    emit(text, out)
    if out is not None:
        print(f"wrote {out}")
    raise typer.Exit(NOT_PROVED if any(finding.state == "fail" for finding in findings) else PROVED)
