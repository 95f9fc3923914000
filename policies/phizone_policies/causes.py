"""Findings grouped by what has to be mended: one rule at one line of a program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from phizone_policies.evaluate import Answer
from phizone_policies.report import Verdict


@dataclass(frozen=True)
class Cause:
    """Findings of one rule that come from one line of a program."""

    answers: tuple[Answer, ...]
    """The findings, over all environments."""
    environments: tuple[str, ...]
    """The environments they were found in."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The resources or required things that were found, sorted."""
        return tuple(sorted({answer.subject for answer in self.answers}))


def causes(verdicts: Iterable[Verdict]) -> list[Cause]:
    """The findings grouped by rule and line, worst first; what has no line is grouped by rule and message."""
    groups: dict[tuple[str, str, str], list[tuple[str, Answer]]] = {}
    for verdict in verdicts:
        for answer in verdict.findings:
            line = str(answer.source or answer.result.message)
            key = (answer.check.id, answer.result.outcome.value, line)
            groups.setdefault(key, []).append((verdict.environment, answer))
    found = [
        Cause(tuple(answer for _, answer in group), tuple(dict.fromkeys(name for name, _ in group)))
        for group in groups.values()
    ]
    return sorted(found, key=lambda cause: (cause.answers[0].check.severity.rank, cause.answers[0].check.id))
