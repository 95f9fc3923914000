"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Mapping
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


class PageFormat(StrEnum):
    """How a page that people keep is written."""

    TABLE = "table"
    """For people."""
    JSON = "json"
    """For programs: sorted, without clock or host."""
    MARKDOWN = "markdown"
    """For documents and pull requests."""


class ReportFormat(StrEnum):
    """How verdicts are written."""

    TABLE = "table"
    """For people."""
    JSON = "json"
    """For programs: sorted, without clock or host."""
    SARIF = "sarif"
    """For code scanning: SARIF 2.1.0, one run an environment."""
    JUNIT = "junit"
    """For test reports: one suite an environment, one case a rule."""
    MARKDOWN = "markdown"
    """For pull requests."""


Directory = Annotated[
    Path,
    typer.Option("--directory", "-C", help="Where to look for environments/ and stacks/, this folder and upwards."),
]
"""The project's folder or one inside it."""
GraphFile = Annotated[
    Path | None, typer.Option("--graph", help="Read the graph from this file instead of running the programs.")
]
"""A graph written by `phizone graph`."""
PlanFile = Annotated[
    Path | None, typer.Option("--plan", help="Read this Terraform plan, the JSON of `terraform show -json`, instead.")
]
"""A Terraform plan, of any program."""
WithoutCheckov = Annotated[bool, typer.Option("--no-checkov", help="Do without checkov's second opinion.")]
"""Whether checkov is left out."""
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of printing.")]
"""Where the result goes."""
OutputFormat = Annotated[Format, typer.Option("--format", "-f", help="table for people, json for programs.")]
"""How the result is written."""
PageOutput = Annotated[
    PageFormat, typer.Option("--format", "-f", help="table for people, json for programs, markdown for documents.")
]
"""How a page is written."""
VerdictFormat = Annotated[
    ReportFormat, typer.Option("--format", "-f", help="table for people; json, sarif, junit, markdown for programs.")
]
"""How verdicts are printed."""
Reports = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=FILE", help="Write this too, as sarif=phizone.sarif; may be repeated."),
]
"""Further files of the same verdicts."""
RuleFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", metavar="DIR", help="Ask the rules in this folder too, as in policies/checks/; may be repeated."
    ),
]
"""Folders of an adopter's own rules."""
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
"""Short for `--format json`."""


def chosen(given: Format, as_json: bool) -> Format:
    """The format that both options together ask for."""
    return Format.JSON if as_json else given


def reports(given: list[str] | None) -> list[tuple[ReportFormat, Path]]:
    """The formats and files of `--report`. Raises: Misuse naming every one that is not FORMAT=FILE."""
    pairs = [(text, *text.partition("=")[::2]) for text in given or ()]
    wrong = [text for text, name, file in pairs if name not in list(ReportFormat) or not file]
    if wrong:
        raise Misuse(f"--report {', '.join(wrong)} is not FORMAT=FILE; FORMAT is one of {', '.join(ReportFormat)}")
    return [(ReportFormat(name), Path(file)) for _, name, file in pairs]


def alone(option: str, given: object, others: Mapping[str, object]) -> None:
    """Holds that an option stands without others. Raises: Misuse naming those it stands with."""
    wrong = [name for name, value in others.items() if value]
    if given and wrong:
        raise Misuse(f"{', '.join(wrong)}: does not go with {option}, which is judged without a zone")


def as_of(text: str | None) -> date:
    """The date that dates are judged by: the one given, else today in UTC. Raises: Misuse."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"--as-of {text} is no date; write it as 2026-11-22") from None
