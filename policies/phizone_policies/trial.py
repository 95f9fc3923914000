"""A rule on its own cases: does it say of each subject what its cases state?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from phizone_environments.load import load
from phizone_environments.zone import Zone
from phizone_policies.cases import Case, InvalidCases, load_cases
from phizone_policies.check import Check, NoZone, Outcome, Profile, View
from phizone_policies.evaluate import RAISED, Answer, evaluate

ENVIRONMENT = "prod"
"""The environment of the reference zone that cases are judged in."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a rule did."""

    check: Check
    """The rule."""
    cases: int
    """Cases it was tried on."""
    failures: tuple[str, ...]
    """What was not as stated, a sentence each; empty if all was."""


@cache
def reference_zone() -> Zone:
    """The zone that cases are judged in: a small one of three environments, whatever the adopter's own is."""
    return load(Path(__file__).parent / "reference_zone")


def try_rule(check: Check) -> Trial:
    """The rule on its own cases; a rule without cases fails."""
    try:
        cases = load_cases(check.id, check.origin)
    except InvalidCases as wrong:
        return Trial(check, 0, (str(wrong),))
    missing = sorted(set(Outcome) - cases.shown - set(cases.never))
    failures = [f"no case shows {outcome}, and `never` does not say why it cannot be" for outcome in missing]
    failures += [
        f"a case shows {outcome}, which `never` rules out" for outcome in sorted(cases.shown & set(cases.never))
    ]
    for number, case in enumerate(cases.cases, start=1):
        failures += [f"case {case.name or number}: {wrong}" for wrong in _wrong(check, case)]
    return Trial(check, len(cases.cases), tuple(failures))


def _wrong(check: Check, case: Case) -> Iterator[str]:
    zone = reference_zone()
    answers = evaluate([check], View(case.graph, zone, zone.environment(ENVIRONMENT)))
    stated = {(subject, outcome) for outcome, subjects in case.expected.items() for subject in subjects}
    found = {(answer.subject, answer.result.outcome): answer.result.message for answer in answers}
    for subject, outcome in sorted(stated - found.keys()):
        yield f"{subject} must be {outcome}"
    for subject, outcome in sorted(found.keys() - stated):
        yield f"{subject} is {outcome}" + (f": {found[subject, outcome]}" if found[subject, outcome] else "")
    # A rule that raises fails its subject, which a case may state for another reason.
    yield from sorted({f"{answer.subject}: {answer.result.message}" for answer in answers if _raised(answer)})
    if check.profile is not Profile.ZONE:
        for answer in evaluate([check], View(case.graph)):
            if NoZone.__name__ in answer.result.message:
                yield f"{answer.subject}: asks what environments/ says, which a rule of profile {check.profile} may not"


def _raised(answer: Answer) -> bool:
    return answer.result.message.startswith(RAISED)
