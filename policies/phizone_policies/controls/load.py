"""The HIPAA safeguards and the rules that support each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A standard or implementation specification of 45 CFR 164."""

    id: str
    """As `hipaa-164.312.a.2.iv`: an OSCAL token, which has no parentheses."""
    title: str
    """Its title."""
    rules: tuple[str, ...]
    """Ids of the checks that support it, sorted."""


class InvalidControls(ValueError):
    """`hipaa.yaml` is not the map it should be."""


@cache
def safeguards() -> tuple[Safeguard, ...]:
    """Every safeguard in the map, by id. Raises: InvalidControls."""
    text = resources.files("phizone_policies.controls").joinpath("hipaa.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    if not isinstance(document, dict) or not document:
        raise InvalidControls("hipaa.yaml holds no safeguards")
    return tuple(
        Safeguard(name, entry["title"], tuple(sorted(entry["rules"]))) for name, entry in sorted(document.items())
    )


@cache
def safeguards_of(check_id: str) -> tuple[str, ...]:
    """Ids of the safeguards that a check supports, sorted."""
    return tuple(safeguard.id for safeguard in safeguards() if check_id in safeguard.rules)
