"""What one run of checkov found, read from its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


class Unreadable(ValueError):
    """checkov's output says nothing to rely on; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Opinion:
    """One check of checkov on one resource."""

    id: str
    """checkov's id, as `CKV_AWS_7`."""
    address: str
    """Address of the resource in the graph; for what is no resource, checkov's word for it."""
    passed: bool
    """Whether it passed."""
    title: str = ""
    """checkov's sentence for the check."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One run of checkov."""

    version: str
    """checkov's version."""
    opinions: tuple[Opinion, ...]
    """Every opinion, by id, then by address."""

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(opinion.passed for opinion in self.opinions)

    @property
    def failures(self) -> tuple[Opinion, ...]:
        """The checks that failed."""
        return tuple(opinion for opinion in self.opinions if not opinion.passed)


def read_scan(text: str, address_of: Callable[[str], str]) -> Scan:
    """The scan in checkov's JSON; `address_of` turns a Terraform address into one of the graph.

    Raises: Unreadable where it is no JSON of checkov, a file was not parsed, something was skipped, or nothing ran.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"its output is not JSON: {error}") from None
    try:
        scan = _scan(document, address_of)
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"its JSON has another form than expected: {error!r}") from None
    if not scan.opinions:
        raise Unreadable("it ran no check")
    return scan


def _scan(document: Any, address_of: Callable[[str], str]) -> Scan:
    summary = document.get("summary", document)
    unread = document.get("results", {}).get("parsing_errors", [])
    if summary["parsing_errors"] or unread:
        raise Unreadable(f"it could not parse the plan{': ' if unread else ''}{', '.join(map(str, unread))}")
    if summary["skipped"]:
        raise Unreadable(f"it skipped {summary['skipped']} checks; nothing may be skipped")
    opinions = tuple(sorted(_opinions(document.get("results", {}), address_of)))
    counted = summary["passed"] + summary["failed"]
    if len(opinions) != counted:
        raise Unreadable(f"it counts {counted} results and lists {len(opinions)}")
    return Scan(summary["checkov_version"], opinions)


def _opinions(results: Any, address_of: Callable[[str], str]) -> Iterator[Opinion]:
    for kind, passed in (("passed_checks", True), ("failed_checks", False)):
        for record in results.get(kind, []):
            # checkov's own word for a resource in a module leaves the index out; the address does not.
            address = record.get("resource_address") or record["resource"]
            yield Opinion(record["check_id"], address_of(address), passed, record["check_name"])
