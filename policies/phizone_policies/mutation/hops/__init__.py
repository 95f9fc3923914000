"""Every way to break the zone over several hops that a claim must notice, enumerated from the zone's own graph."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.mutation.hops import (
    abroad,
    emptied,
    groups,
    guardrails,
    keys,
    openings,
    records,
    sharing,
    transit,
    trust,
)
from phizone_policies.mutation.places import Mutant

_SUBJECTS = (transit, openings, groups, keys, trust, guardrails, sharing, abroad, records, emptied)
OPERATORS = tuple(operator for subject in _SUBJECTS for operator in subject.OPERATORS)
"""Every operator, by subject."""


def hops(view: View) -> Iterator[Mutant]:
    """Every mutant of what an environment answers for, in a fixed order."""
    for subject in _SUBJECTS:
        yield from subject.mutants(view)
