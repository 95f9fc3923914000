"""What `audit` is asked, the answer, and how that is printed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from phizone_policies.formats import drift
from phizone_policies.formats.junit import as_junit
from phizone_policies.formats.sarif import as_sarif
from phizone_policies.report import as_json as report_json
from phizone_scripts.audit_screen import as_markdown, show_audit
from phizone_scripts.auditing import Audit, audit
from phizone_scripts.exits import Misuse
from phizone_scripts.judge import acceptance, graph_of, stories_of
from phizone_scripts.live_source import read_accounts, snapshot
from phizone_scripts.options import ReportFormat
from phizone_scripts.output import as_json, console, emit, write
from phizone_scripts.reports import Report, render
from phizone_scripts.rules import rules_in_force
from phizone_scripts.sources import read_zone, selected

EVERY_REGION = "all"
"""Stands for every region that an account may use."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is audited, and how it is reached."""

    environments: list[str] | None
    """The zone's environments; all by default."""
    snapshot: Path | None
    """What an audit saved, instead of reading accounts."""
    save: Path | None
    """Where what is read is kept."""
    endpoint: str
    """URL of an emulator; empty for AWS."""
    profile: str
    """Profile of the AWS configuration files; empty for what boto3 finds."""
    role: str
    """Name of a role to enter in every account; empty for the auditor roles."""
    others: tuple[str, ...] | None
    """Regions that must be empty; None for all that the accounts may use."""
    rules: Sequence[Path] | None
    """Folders of an adopter's rules."""
    directory: Path
    """Where the zone is looked for."""
    day: date
    """The day waivers are judged by."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """The answer."""

    audit: Audit
    """How what runs stands."""
    day: date
    """The day dates were judged by."""
    seconds: float
    """How long it took; on the screen only."""


def regions(text: str, endpoint: str) -> tuple[str, ...] | None:
    """The regions that an option names, by commas; None for all, which AWS is asked for and an emulator is not.

    Raises: Misuse naming those that AWS does not have.
    """
    import botocore.session

    if text == EVERY_REGION or not (text or endpoint):
        return None
    given = tuple(each for each in text.split(",") if each)
    known = set(botocore.session.Session().get_available_regions("ec2")) if given else set()
    if wrong := [each for each in given if each not in known]:
        raise Misuse(
            f"--empty-regions {', '.join(wrong)}: AWS has no such region; write them as eu-west-1,eu-central-1,"
            f" or {EVERY_REGION}"
        )
    return given


def run(question: Question) -> Told:
    """The audit. Raises: Misuse; typer.Exit where a program cannot be captured, after saying why."""
    started = time.perf_counter()
    zone, root = read_zone(question.directory)
    names = selected(zone, question.environments)
    rules = rules_in_force(root, question.rules)
    waivers, stories = acceptance(zone, root, question.day, rules), stories_of(zone, root)
    if question.snapshot is not None:
        live = snapshot(question.snapshot)
    else:
        live = read_accounts(
            zone,
            endpoint=question.endpoint,
            profile=question.profile,
            role=question.role,
            others=question.others,
            save=question.save,
        )
    found = audit(zone, graph_of(zone, root, None), live, names, rules, waivers, stories)
    return Told(audit=found, day=question.day, seconds=time.perf_counter() - started)


def publish_audit(
    told: Told,
    format: ReportFormat,  # noqa: A002
    out: Path | None,
    further: Sequence[tuple[ReportFormat, Path]],
) -> None:
    """Prints the audit, or writes it to `out`; then writes the further files."""
    if out is None and format is ReportFormat.TABLE:
        show_audit(console(None), told.audit, told.seconds)
    else:
        emit(_rendered(told, format), out)
    for kind, file in further:
        write(file, _rendered(told, kind))
    for file in [*([out] if out else []), *(file for _, file in further)]:
        if out is not None or format is ReportFormat.TABLE:
            print(f"wrote {file}")


def _rendered(told: Told, format: ReportFormat) -> str:  # noqa: A002
    """The audit as text: what is told of verdicts anyway, and the differences in the same format."""
    if format is ReportFormat.TABLE:
        screen = console(Path())
        show_audit(screen, told.audit, told.seconds)
        return screen.export_text()
    found, verdicts = told.audit, told.audit.verdicts
    wanted_in = {each.environment: f"environments/{each.environment}.yaml" for each in verdicts}
    if format is ReportFormat.MARKDOWN:
        report = Report(verdicts=verdicts, day=told.day, seconds=told.seconds, wanted_in=wanted_in)
        return render(report, format) + as_markdown(found)
    if format is ReportFormat.SARIF:
        tool = version("phizone")
        log = as_sarif(verdicts, tool, wanted_in, drift.AUDIT)
        beside = drift.as_run(found.differences, found.unread, tool, "environments/organization.yaml")
        return as_json({**log, "runs": [*log["runs"], beside]})
    if format is ReportFormat.JUNIT:
        return as_junit(verdicts, [drift.as_suite(found.differences, found.unread)])
    return as_json({**report_json(verdicts, told.day), "audit": found.as_json(), "proved": found.proved})
