"""`phizone doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.credential_options import Profile
from phizone_scripts.exits import NOT_PROVED, PROVED, Misuse
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, as_of, chosen


def doctor(
    environment: Annotated[
        str, typer.Argument(help="Also say what its deployment needs.", autocompletion=environment_names)
    ] = "",
    graph: GraphFile = None,
    profile: Profile = "",
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
    date: Annotated[
        str | None, typer.Option("--as-of", help="Judge dates by this day; today in UTC by default.")
    ] = None,
) -> None:
    """Say whether this machine and this checkout have what the other verbs need, and what to do where not.

    With an environment it looks at all that its deployment needs, too: tools, credentials and the roles they enter,
    ids, the BAA record, the state backend, quotas, services. It only reads. Exit 0 if nothing stands in the way.
    """
    from phizone_scripts.diagnosis.diagnose import diagnose
    from phizone_scripts.diagnosis.finding import Question
    from phizone_scripts.output import as_json, emit

    if not environment and (wrong := [name for name, value in (("--graph", graph), ("--profile", profile)) if value]):
        raise Misuse(f"{', '.join(wrong)}: belongs to an environment; name it, as in `phizone doctor dev`")
    day = as_of(date)
    question = Question(directory=directory, day=day, environment=environment, graph=graph, profile=profile)
    findings = diagnose(question)
    if chosen(format, json) is Format.JSON:
        text = as_json({"findings": [finding.as_json() for finding in findings]})
    else:
        text = "\n".join(finding.line() for finding in findings) + "\n"
    emit(text, out)
    if out is not None:
        print(f"wrote {out}")
    raise typer.Exit(NOT_PROVED if any(finding.state == "fail" for finding in findings) else PROVED)
