"""Data of others that changes without us: each file says of which day it is, and until when it may be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILES = ("any_region.yaml", "eligible_services.yaml", "lambda_runtimes.yaml", "rcp_services.yaml")
"""The files in `data/` that grow old."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One file of such data."""

    file: str
    """Its name."""
    as_of: date
    """The day of which it tells."""
    recheck_by: date
    """The last day on which it is trusted unread."""
    content: Mapping[str, Any]
    """All that it holds."""


@cache
def dated(file: str) -> Dated:
    """A file of dated data. Raises: KeyError, TypeError where it is not of its form."""
    text = resources.files("phizone_policies.data").joinpath(file).read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    as_of, recheck_by = content["as_of"], content["recheck_by"]
    if not isinstance(as_of, date) or not isinstance(recheck_by, date):
        raise TypeError(f"data/{file}: as_of and recheck_by are dates as 2026-12-31")
    return Dated(file, as_of, recheck_by, content)
