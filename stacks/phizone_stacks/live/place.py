"""Where something is: an account and a region."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One account in one region."""

    account: str
    """Twelve-digit id."""
    region: str
    """As `us-east-1`."""

    def __str__(self) -> str:
        return f"{self.account} {self.region}"
