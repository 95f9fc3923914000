"""Which runtimes of Lambda still get fixes, as of the day of `data/lambda_runtimes.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from phizone_policies.views.dated import dated


@dataclass(frozen=True, slots=True)
class Runtimes:
    """What is known of runtimes."""

    as_of: date
    """The day of which it tells."""
    supported: frozenset[str]
    """Those that get fixes."""
    deprecated: Mapping[str, date]
    """Those that get none, with the last day on which they did."""


@cache
def runtimes() -> Runtimes:
    """The runtimes."""
    data = dated("lambda_runtimes.yaml")
    return Runtimes(data.as_of, frozenset(data.content["supported"]), data.content["deprecated"])
