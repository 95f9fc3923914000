"""Which AWS service a resource is of, and whether AWS takes PHI in it under its agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from phizone_policies.views.dated import dated


class Standing(StrEnum):
    """Where a service stands."""

    ELIGIBLE = "eligible"
    """AWS names it, or the service it is part of, in its list: PHI may be in it."""
    TOOL = "tools"
    """It administers, and no PHI belongs in it."""
    NOT_LISTED = "not_listed"
    """AWS does not name it: no PHI may be in it."""


@dataclass(frozen=True, slots=True)
class Service:
    """An AWS service."""

    name: str
    """As AWS's list calls it."""
    standing: Standing
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A use of an eligible service that AWS excludes."""

    type: str
    """Type of resource."""
    path: str
    """Path of the setting that tells."""
    contains: str
    """Text that its value has then."""
    says: str
    """What is excluded."""


def service_of(kind: str) -> Service | None:
    """The service that a Terraform type belongs to, by the longest prefix; None for a type that no prefix fits."""
    words = kind.removeprefix("aws_").split("_")
    prefixes = _prefixes()
    return next((prefixes[name] for name in _shortening(words) if name in prefixes), None)


def as_of() -> date:
    """The day of which the list tells."""
    return dated("eligible_services.yaml").as_of


@cache
def exclusions() -> tuple[Exclusion, ...]:
    """The uses that AWS excludes, as far as a program shows them."""
    return tuple(Exclusion(**entry) for entry in dated("eligible_services.yaml").content["exclusions"])


@cache
def _prefixes() -> Mapping[str, Service]:
    content = dated("eligible_services.yaml").content
    found: dict[str, Service] = {}
    for standing in Standing:
        for name, prefixes in content[standing.value].items():
            for prefix in prefixes:
                if prefix in found:
                    raise ValueError(f"data/eligible_services.yaml: {prefix} is of {found[prefix].name} and of {name}")
                found[prefix] = Service(name, standing)
    return found


def _shortening(words: list[str]) -> Iterator[str]:
    """The words joined, then without the last, and so on."""
    return ("_".join(words[:count]) for count in range(len(words), 0, -1))
