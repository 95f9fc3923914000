"""Options that several verbs share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.exits import Misuse


class Format(StrEnum):
    """How a verb prints what it found."""

    TABLE = "table"
    """For people."""
    JSON = "json"
    """For programs: sorted, without clock or host."""


Directory = Annotated[
    Path,
    typer.Option("--directory", "-C", help="Where to look for environments/ and stacks/, this folder and upwards."),
]
"""The project's folder or one inside it."""
GraphFile = Annotated[
    Path | None, typer.Option("--graph", help="Read the graph from this file instead of running the programs.")
]
"""A graph written by `phizone graph`."""
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of printing.")]
"""Where the result goes."""
OutputFormat = Annotated[Format, typer.Option("--format", "-f", help="table for people, json for programs.")]
"""How the result is written."""
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
"""Short for `--format json`."""


def chosen(given: Format, as_json: bool) -> Format:
    """The format that both options together ask for."""
    return Format.JSON if as_json else given


def as_of(text: str | None) -> date:
    """The date that dates are judged by: the one given, else today in UTC. Raises: Misuse."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"--as-of {text} is no date; write it as 2026-11-22") from None
