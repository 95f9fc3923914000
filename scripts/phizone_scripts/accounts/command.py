"""What `phizone accounts` asks and tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phizone_environments.zone import Zone
from phizone_scripts.accounts.adoption import adoption
from phizone_scripts.accounts.creation import Step, make, steps
from phizone_scripts.accounts.seen import Seen, read
from phizone_scripts.accounts.wanted import Wanted, wanted
from phizone_scripts.at_hand import FAILURES, AtHand, clients_of, told
from phizone_scripts.diagnosis.finding import Finding
from phizone_scripts.exits import Misuse
from phizone_scripts.output import progress
from phizone_scripts.sources import read_graph, read_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be done, and what was."""

    steps: Sequence[Step]
    """Every account without an id."""
    made: Sequence[str]
    """Their ids, where they were made and written; empty where nothing was done."""

    def text(self) -> str:
        """For people."""
        if not self.steps:
            return "every account of environments/ has its id; write `id: new` for one that is to be made\n"
        if not self.made:
            plan = [step.line() for step in self.steps]
            return "\n".join([*plan, "nothing was made; --yes makes the accounts and writes their ids"]) + "\n"
        done = [f"{step.missing.place()}: {number} {step.missing.name}" for step, number in self._pairs()]
        return "\n".join([*done, f"wrote {len(done)} ids; `phizone verify` proves the zone with them"]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        numbers: Sequence[str | None] = self.made or [None] * len(self.steps)
        accounts = [{**_shown(step), "id": number} for step, number in zip(self.steps, numbers, strict=True)]
        return {"accounts": accounts, "made": bool(self.made)}

    def _pairs(self) -> list[tuple[Step, str]]:
        return list(zip(self.steps, self.made, strict=True))


def _shown(step: Step) -> dict[str, str]:
    missing = step.missing
    return {"name": missing.name, "email": missing.email, "place": missing.place(), "step": step.what}


def planned(directory: Path, profile: str, endpoint: str) -> Told:
    """What would be done. Raises: Misuse."""
    found = wanted(directory)
    return Told(steps=_steps(found, _client(found.zone, profile, endpoint)) if found.missing else (), made=())


def created(directory: Path, profile: str, endpoint: str) -> Told:
    """Makes the accounts and writes their ids. Raises: Misuse; what was made before it stands in the files."""
    found = wanted(directory)
    if not found.missing:
        return Told(steps=(), made=())
    client = _client(found.zone, profile, endpoint)
    ahead = _steps(found, client)
    done: list[str] = []
    with progress("making accounts", len(ahead)) as report:
        done += [number for _, number in make(ahead, client, report)]
    return Told(steps=ahead, made=done)


def compared(directory: Path, profile: str, endpoint: str, graph: Path | None) -> list[Finding]:
    """What the organization layer meets. Raises: Misuse."""
    zone, root = read_zone(directory)
    seen = _seen(_client(zone, profile, endpoint))
    return list(adoption(zone, read_graph(graph, zone, root), seen))


def _client(zone: Zone, profile: str, endpoint: str) -> Any:
    management, region = zone.organization.accounts.management.id, zone.organization.home_region
    return clients_of(AtHand(profile, endpoint), management, region)("organizations")


def _steps(found: Wanted, client: Any) -> list[Step]:
    try:
        return steps(found, read(client), client)
    except FAILURES as failure:
        raise Misuse(f"Organizations: {told(failure)}") from None


def _seen(client: Any) -> Seen:
    try:
        return read(client)
    except FAILURES as failure:
        raise Misuse(f"Organizations: {told(failure)}") from None
