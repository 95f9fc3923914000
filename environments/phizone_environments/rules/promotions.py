"""Releases travel along chains of environments, and PHI stands only where a release has already been proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phizone_environments.draft import Draft
from phizone_environments.environment import DataClass, Environment
from phizone_environments.errors import Problem
from phizone_environments.organization import Organization
from phizone_environments.wording import hint

_FROM = ("promotes_from",)


def promotions_start_somewhere(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """An environment promotes from another one that exists."""
    names = [draft.name for draft in environments]
    for draft in environments:
        source = draft.get(*_FROM)
        if source == draft.name:
            yield draft.problem(_FROM, "is the environment itself; name another, or leave the line out", source)
        elif source and source not in names:
            advice = hint(source, [name for name in names if name != draft.name], f"write {source}.yaml")
            yield draft.problem(_FROM, f"is not an environment; {advice}", source)


def promotions_end_somewhere(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """No promotion leads back to where it began."""
    sources = {draft.name: draft.get(*_FROM) for draft in environments}
    for draft in environments:
        circle = _circle(draft.name, sources)
        # Each environment of a circle finds it; the first by name tells.
        if len(circle) > 1 and draft.name == min(circle):
            way = " -> ".join([draft.name, *reversed(circle)])
            message = f"closes a circle, {way}; let one of them promote from none"
            yield draft.problem(_FROM, message, sources[draft.name])


def _circle(start: str, sources: dict[str, str | None]) -> list[str]:
    """Return the environments on the way from one back to itself; empty if no way leads back."""
    way, source = [start], sources[start]
    while source and source != start and source not in way:
        way.append(source)
        source = sources.get(source)
    return way if source == start else []


def phi_stands_behind_a_promotion(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """PHI is in no environment called dev and in none that takes releases which nothing proved before."""
    for draft in environments:
        if draft.get("data") != DataClass.PHI:
            continue
        if draft.name == "dev":
            message = "is refused in dev; choose synthetic or deidentified"
            yield draft.problem(("data",), message, "phi")
        elif not draft.has("promotes_from"):
            message = "is refused in the first environment of a chain; set promotes_from, or choose synthetic"
            yield draft.problem(("data",), message, "phi")


def phi_has_an_agreement(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """Where PHI is, a business associate agreement was accepted. Source: 45 CFR 164.308(b)."""
    if organization.has("baa"):
        return
    for draft in environments:
        if draft.get("data") == DataClass.PHI:
            message = (
                f"needs a business associate agreement (45 CFR 164.308(b)) and {organization.document.file} records "
                "none; accept it in AWS Artifact and fill in baa"
            )
            yield draft.problem(("data",), message, "phi")
