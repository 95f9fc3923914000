"""Verdicts printed or written in the formats asked for; one run of the rules, any number of files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from phizone_policies.report import Verdict
from phizone_policies.report import as_json as report_json
from phizone_scripts import summary
from phizone_scripts.beside import SecondOpinion
from phizone_scripts.options import ReportFormat
from phizone_scripts.output import as_json, console, emit, write


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is to be reported."""

    verdicts: Sequence[Verdict]
    """The verdicts."""
    day: date
    """The day dates were judged by."""
    seconds: float
    """How long it took; on the screen only, since files are the same for the same input."""
    wanted_in: Mapping[str, str]
    """For each environment the file that says what it must have, where a missing thing is reported."""
    opinion: SecondOpinion | None = None
    """checkov's opinion."""

    @property
    def proved(self) -> bool:
        """Whether there are verdicts, all are proved, and checkov leaves it at that."""
        proved = bool(self.verdicts) and all(verdict.proved for verdict in self.verdicts)
        return proved and (self.opinion is None or self.opinion.proved)


def wanted_in(verdict: Verdict, project: Path | None, plan: Path | None) -> str:
    """The file that a finding without a line is told of: what requires it, else the program or the plan itself."""
    if verdict.zone:
        return f"environments/{verdict.environment}.yaml"
    if project is not None:
        from phizone_stacks.capture.foreign.capture import root_of

        file = project.resolve() / "Pulumi.yaml"
        return file.relative_to(root_of(project.resolve())).as_posix()
    return (plan or Path()).name


def publish(
    report: Report,
    format: ReportFormat,  # noqa: A002
    out: Path | None,
    further: Sequence[tuple[ReportFormat, Path]],
) -> None:
    """Prints the report, or writes it to `out`; then writes the further files."""
    if out is None and format is ReportFormat.TABLE:
        summary.show(console(None), report.verdicts, report.seconds, report.opinion)
    else:
        emit(render(report, format), out)
    for kind, file in further:
        write(file, render(report, kind))
    for file in [*([out] if out else []), *(file for _, file in further)]:
        # Where a format for programs is printed, nothing else may be.
        if out is not None or format is ReportFormat.TABLE:
            print(f"wrote {file}")


def render(report: Report, format: ReportFormat) -> str:  # noqa: A002
    """The report as text."""
    if format is ReportFormat.TABLE:
        screen = console(Path())
        summary.show(screen, report.verdicts, report.seconds, report.opinion)
        return screen.export_text()
    if format is ReportFormat.JSON:
        beside = {"second_opinion": report.opinion.as_json()} if report.opinion else {}
        return as_json({**report_json(report.verdicts, report.day), **beside})
    if format is ReportFormat.SARIF:
        from phizone_policies.formats.sarif import as_sarif

        return as_json(as_sarif(report.verdicts, version("phizone"), report.wanted_in))
    if format is ReportFormat.JUNIT:
        from phizone_policies.formats.junit import as_junit

        return as_junit(report.verdicts)
    from phizone_policies.formats.markdown import as_markdown

    if report.opinion is None:
        return as_markdown(report.verdicts)
    return as_markdown(report.verdicts, report.opinion.lines(timed=False), report.opinion.proved)
