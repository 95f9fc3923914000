"""Waivers: records that a finding is accepted for a while, by whom and why; read from `policies/waivers.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from phizone_environments.document import read
from phizone_environments.draft import judge
from phizone_environments.errors import Problem
from phizone_environments.fields import Day, Frozen, Line, Mail, TagValue, refuse
from phizone_policies.evaluate import Answer
from phizone_stacks.graph.node import Source

LONGEST = timedelta(days=366)
"""How long a waiver lasts at most, from its approval: a leap year."""
_WILD = re.compile(r"[*?]")
_LITERAL = 3


class InvalidWaivers(ValueError):
    """A file of waivers is not of their form; its text is one problem a line."""


class Waiver(Frozen):
    """One accepted finding, or a few alike."""

    rule: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    """The rule's id, as `bucket_logs_access`."""
    resource: Line
    """Address of the resource, as `workspace.prod/aws_s3_bucket.scratch`; `*` and `?` only inside the name."""
    environments: Annotated[tuple[str, ...], Field(min_length=1)]
    """The environments it holds in; a resource of a shared layer is judged in each."""
    reason: Line
    """Why the finding is accepted."""
    compensating_control: Line
    """What protects instead."""
    owner: Mail
    """Mail address of the role that mends it; never a person's."""
    approver: Mail
    """Mail address of the role that accepted the risk; another than the owner."""
    approved_on: Day
    """The day it was accepted."""
    expires_on: Day
    """The last day it holds, at most a year after its approval."""
    ticket: TagValue
    """Where the mending is followed, as `SEC-1234`."""

    @field_validator("approver")
    @classmethod
    def _is_another(cls, approver: str, told: ValidationInfo) -> str:
        if approver == told.data.get("owner"):
            refuse("is the owner; somebody else has to accept the risk")
        return approver

    @field_validator("expires_on")
    @classmethod
    def _ends_in_time(cls, expires_on: date, told: ValidationInfo) -> date:
        approved_on = told.data.get("approved_on")
        if isinstance(approved_on, date) and not approved_on < expires_on <= approved_on + LONGEST:
            refuse("is not within the year after approved_on; choose a day in it and renew the waiver then")
        return expires_on


class _File(Frozen):
    waivers: tuple[Waiver, ...]
    """Every waiver; empty where nothing is accepted."""


@dataclass(frozen=True, slots=True)
class Written:
    """A waiver and where it stands."""

    waiver: Waiver
    """The waiver."""
    source: Source
    """Its line."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver accepts."""

    answer: Answer
    """The finding."""
    written: Written
    """The waiver."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What waivers do to the findings of one environment."""

    open: tuple[Answer, ...]
    """The findings that no waiver accepts."""
    waived: tuple[Waived, ...]
    """Those that one does."""
    problems: tuple[Problem, ...]
    """What is wrong with waivers themselves; each keeps the environment from being proved."""


def load_waivers(path: Path, file: str) -> tuple[Written, ...]:
    """The waivers in a file, which its messages call `file`; none where there is no file. Raises: InvalidWaivers."""
    if not path.exists():
        return ()
    document = read(path, file)
    draft = judge(_File, path.stem, document, {})
    if draft.value is None or draft.problems:
        raise InvalidWaivers("\n".join(str(problem) for problem in sorted(set(draft.problems))))
    return tuple(
        Written(waiver, Source(file, document.line(("waivers", number))))
        for number, waiver in enumerate(draft.value.waivers)
    )


def apply(
    waivers: Sequence[Written],
    environment: str,
    environments: Collection[str],
    rules: Collection[str],
    findings: Sequence[Answer],
    as_of: date,
) -> Applied:
    """The findings of an environment parted by the waivers in force on a day.

    `environments` and `rules` are all names there are: what a waiver names beside them is a problem.
    """
    problems: list[Problem] = []
    accepted: dict[int, Waived] = {}
    for written in waivers:
        if environment not in written.waiver.environments and set(written.waiver.environments) <= set(environments):
            continue
        wrong = list(_wrong(written, environments, rules, as_of))
        met = [] if wrong else [number for number, answer in enumerate(findings) if _meets(written.waiver, answer)]
        if not wrong and not met:
            wrong = [_problem(written, "resource", f"meets no finding in {environment}; take the waiver out")]
        problems += wrong
        accepted.update((number, Waived(findings[number], written)) for number in met)
    return Applied(
        open=tuple(answer for number, answer in enumerate(findings) if number not in accepted),
        waived=tuple(accepted[number] for number in sorted(accepted)),
        problems=tuple(problems),
    )


def _wrong(written: Written, environments: Collection[str], rules: Collection[str], as_of: date) -> Iterator[Problem]:
    waiver = written.waiver
    if waiver.rule not in rules:
        yield _problem(written, "rule", f"{waiver.rule} is no rule; `phizone rules list` shows them")
    for name in waiver.environments:
        if name not in environments:
            yield _problem(written, "environments", f"{name} is none; there is {', '.join(sorted(environments))}")
    if waiver.expires_on < as_of:
        yield _problem(written, "expires_on", f"{waiver.expires_on} is over on {as_of}; mend the finding or renew it")
    if waiver.approved_on > as_of:
        yield _problem(written, "approved_on", f"{waiver.approved_on} is still to come on {as_of}")
    if _is_broad(waiver.resource):
        yield _problem(
            written, "resource", f"{waiver.resource} is too broad; name stack and type, and begin the name before a *"
        )


def _is_broad(resource: str) -> bool:
    """Whether a wildcard stands before the name, or before the name's first letters."""
    wild = _WILD.search(resource)
    if wild is None:
        return False
    name = resource[: wild.start()].rsplit("/", 1)[-1].partition(".")[2]
    return len(name) < _LITERAL


def _meets(waiver: Waiver, answer: Answer) -> bool:
    # In an address brackets are no character class.
    return answer.check.id == waiver.rule and fnmatchcase(answer.subject, waiver.resource.replace("[", "[[]"))


def _problem(written: Written, field: str, message: str) -> Problem:
    source = written.source
    return Problem(file=source.file, line=source.line, field=f"{written.waiver.rule}: {field}", message=message)
