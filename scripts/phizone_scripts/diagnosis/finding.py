"""One thing that was looked at, and the question that all looks answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

OK, NOTE, FAIL = "ok", "note", "fail"
"""As it should be; worth knowing, or needed by other verbs only; in the way of what was asked about."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    state: str
    """`ok`, `note` for what only some verbs need, or `fail`."""
    what: str
    """The thing."""
    found: str
    """What was found, and where it is not right what to do."""

    def line(self) -> str:
        """The finding in a line."""
        return f"{self.state:<5} {self.what:<22} {self.found}"

    def as_json(self) -> dict[str, str]:
        """The finding as JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about."""

    directory: Path
    """Where the zone is looked for."""
    day: date
    """The day that dated data is judged by."""
    environment: str = ""
    """The environment that is to be deployed; empty for this machine and checkout alone."""
    graph: Path | None = None
    """A graph written before; None to run the programs."""
    profile: str = ""
    """Profile of the AWS configuration files; empty for what boto3 finds."""

    def needed(self, good: bool) -> str:
        """The state of what only deployments need: in their way where it is not good and one is asked about."""
        return OK if good else FAIL if self.environment else NOTE


Look = Callable[[Question], Iterator[Finding]]
"""Looks at one subject."""
