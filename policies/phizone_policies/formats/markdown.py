"""Verdicts as Markdown: a comment on a pull request, or a job's summary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from phizone_policies.causes import Cause, causes
from phizone_policies.check import Claim, Outcome
from phizone_policies.controls.load import safeguards_of
from phizone_policies.report import ClaimVerdict, Verdict

LIMIT = 65_000
"""Longest text, in characters: GitHub takes 65,536 in a comment."""
_SHOWN = 6
_ACTIVE = re.compile(r"([\\`*_{}\[\]()<>#!|~@])")


def as_markdown(verdicts: Sequence[Verdict], beside: Sequence[str] = (), agreed: bool = True) -> str:
    """The text of these verdicts, the worst findings first; what does not fit is counted, not dropped silently.

    `beside` is what another tool says of the same, and `agreed` whether that leaves the verdicts as they are.
    """
    found = causes(verdicts)
    proved = bool(verdicts) and all(verdict.proved for verdict in verdicts) and agreed
    head = [
        f"## Phizone: {'PROVED' if proved else 'NOT PROVED'}",
        "",
        *_table(verdicts),
        *_beside(beside),
        *_waivers(verdicts),
    ]
    text = "\n".join(head)
    for number, cause in enumerate(found):
        block = "\n".join(_cause(cause))
        if len(text) + len(block) > LIMIT:
            return f"{text}\n\n{len(found) - number} more causes do not fit here; `phizone verify` shows them.\n"
        text += f"\n{block}"
    return f"{text}\n"


def _beside(lines: Sequence[str]) -> list[str]:
    return ["", "```", *(line.replace("```", "") for line in lines), "```"] if lines else []


def _table(verdicts: Sequence[Verdict]) -> list[str]:
    columns = ["environment", *(claim.value for claim in Claim), "resources", "findings", "waived"]
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    for verdict in verdicts:
        cells = [f"**{_plain(verdict.environment)}**", *(_cell(claim) for claim in verdict.claims)]
        cells += [str(verdict.resources), str(len(verdict.findings)), str(len(verdict.waived))]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _cell(claim: ClaimVerdict) -> str:
    if claim.proved:
        return f"proved {claim.counts[Outcome.PASS]}"
    counts = ((claim.counts[Outcome.FAIL], "fail"), (claim.counts[Outcome.UNKNOWN], "unknown"))
    return ", ".join(f"**{count} {word}**" for count, word in counts if count) or "nothing to judge"


def _waivers(verdicts: Sequence[Verdict]) -> list[str]:
    problems = sorted({str(problem) for verdict in verdicts for problem in verdict.problems})
    lines = ["", "Waivers are wrong:", "", *(f"- {_plain(problem)}" for problem in problems)] if problems else []
    waived = {
        f"- `{each.written.waiver.rule}` {_plain(each.answer.subject)}: {_plain(each.written.waiver.reason)} "
        f"(until {each.written.waiver.expires_on}, {_plain(each.written.waiver.ticket)})"
        for verdict in verdicts
        for each in verdict.waived
    }
    return [*lines, "", "Waived:", "", *sorted(waived)] if waived else lines


def _cause(cause: Cause) -> list[str]:
    answer = cause.answers[0]
    check, result = answer.check, answer.result
    at = f" at `{answer.source}`" if answer.source else ""
    lines = [
        "",
        f"### {result.outcome} · {check.severity} · `{check.id}`{at} ({', '.join(cause.environments)})",
        "",
        f"**Found** {_plain(result.message)}",
        "",
        *(f"- {_plain(subject)}" for subject in cause.subjects[:_SHOWN]),
    ]
    if len(cause.subjects) > _SHOWN:
        lines.append(f"- and {len(cause.subjects) - _SHOWN} more")
    lines += [f"- {_plain(name)}: {_plain(value)}" for name, value in sorted(result.witness.items())]
    lines += ["", f"**Why** {_plain(check.why)}", "", f"**Fix** {_plain(check.fix)}"]
    supported = safeguards_of(check)
    return [*lines, "", f"Supports {', '.join(supported)}"] if supported else lines


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: a resource's name must not become a link, a mention or a tag."""
    return " ".join(_ACTIVE.sub(r"\\\1", text).split())
