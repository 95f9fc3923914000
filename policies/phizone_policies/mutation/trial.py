"""Asking the rules about mutants: who notices, and who does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phizone_policies.check import Check, Outcome, View
from phizone_policies.evaluate import RAISED, Answer, evaluate
from phizone_policies.mutation.places import DELETE, Mutant

NAMES = frozenset({"bucket", "bucket_prefix", "name", "name_prefix", "path"})
"""Attributes that any rule may read without declaring it: they are what a literal reference is compared with."""
_OPEN = (Outcome.FAIL, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules said of one mutant."""

    mutant: Mutant
    """The mutant."""
    noticed_by: str
    """The first rule that fails or cannot decide on it and did not before; empty for a survivor."""
    raised: tuple[str, ...] = ()
    """Ids of the rules that raised on the way, which counts as noticing nothing, sorted."""


def findings(view: View, checks: Sequence[Check]) -> frozenset[tuple[str, str]]:
    """(rule, subject) of everything that is open before anything is broken."""
    return _open(evaluate(checks, view))


def try_one(view: View, checks: Sequence[Check], mutant: Mutant, before: frozenset[tuple[str, str]]) -> Trial:
    """A trial of one mutant: first the rules that say something of its type, then those that could see it at all."""
    broken = view.of(mutant.applied(view.graph))
    raised: set[str] = set()
    for check in _nearest(checks, mutant):
        answers = evaluate([check], broken)
        raised.update(_raised(answers))
        if check.id not in raised and _open(answers) - before:
            return Trial(mutant, check.id, tuple(sorted(raised)))
    return Trial(mutant, "", tuple(sorted(raised)))


def _nearest(checks: Sequence[Check], mutant: Mutant) -> Iterator[Check]:
    """A rule that declares nothing of a type reads nothing of it but names, which a test holds."""
    first = sorted(checks, key=lambda check: check.id != mutant.near)
    yield from (check for check in first if _speaks_of(check, mutant.type))
    if mutant.operator == DELETE or mutant.path.split(".")[0] in NAMES:
        yield from (check for check in first if not _speaks_of(check, mutant.type))


def _raised(answers: Sequence[Answer]) -> Iterator[str]:
    return (answer.check.id for answer in answers if answer.result.message.startswith(RAISED))


def _open(answers: Sequence[Answer]) -> frozenset[tuple[str, str]]:
    return frozenset((answer.check.id, answer.subject) for answer in answers if answer.result.outcome in _OPEN)


def _speaks_of(check: Check, kind: str) -> bool:
    """Whether a rule is asked of a type, or of all, or reads it; a proof ranges over the whole graph."""
    if check.proof is not None:
        return True
    types = {*check.types, *(read.split(".")[0] for read in check.reads)}
    return kind in types or "*" in types
