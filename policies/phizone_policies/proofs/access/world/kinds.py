"""What types of resources mean for who may do what, from `data/access_types.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml


class Gives(StrEnum):
    """What a type that is not modelled may give whoever it lets in."""

    NAMED = "named"
    """The part of a principal it names, more permissions to it, or what a store or a key holds that it names."""
    PART = "part"
    """As before, but a principal no more permissions than it has."""
    ANYTHING = "anything"
    """Everything in its account, or in all of them."""
    DATA = "data"
    """The environment's data, which leaves with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodelled:
    """What a type that is not modelled may do."""

    types: tuple[str, ...]
    """Patterns of the types."""
    why: str
    """Why nothing can be said, in a sentence without full stop."""
    gives: Gives = Gives.NAMED
    """What it may give."""
    everywhere: bool = False
    """Whether it gives everything in every account, and not in its own alone."""
    where: tuple[str, ...] = ()
    """Settings by which it does, one of which is there; none where it always does."""
    unless: Mapping[str, tuple[str, ...]]
    """Values by setting with which it does not."""
    opens: tuple[str, ...] = ()
    """Types of what it opens without naming it."""


@lru_cache(maxsize=4096)
def unmodelled(kind: str) -> Unmodelled | None:
    """What a type may give that is neither modelled nor known to give nobody access; None for one that is."""
    if kind.startswith("data.") or kind in modelled():
        return None
    told = next((each for each in _unmodelled() if _fits(kind, each.types)), None)
    if told is not None or any(_fits(kind, tuple(group["types"])) for group in _data()["irrelevant"]):
        return told
    return Unmodelled(types=(kind,), why=f"resources of type {kind} are not modelled", unless={})


@cache
def modelled() -> frozenset[str]:
    """The types that rules of their own read."""
    return frozenset(_data()["modelled"])


def _fits(kind: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(kind, pattern) for pattern in patterns)


@cache
def _unmodelled() -> tuple[Unmodelled, ...]:
    return tuple(
        Unmodelled(
            types=tuple(entry["types"]),
            why=entry["why"],
            gives=Gives(entry.get("gives", Gives.NAMED)),
            everywhere=entry.get("everywhere", False),
            where=tuple(entry.get("where", ())),
            unless={path: tuple(values) for path, values in entry.get("unless", {}).items()},
            opens=tuple(entry.get("opens", ())),
        )
        for entry in _data()["unmodelled"]
    )


@cache
def _data() -> Mapping[str, Any]:
    text = resources.files("phizone_policies.data").joinpath("access_types.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
