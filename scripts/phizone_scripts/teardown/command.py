"""What `phizone teardown` asks and tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from phizone_environments.environment import DataClass, Environment
from phizone_scripts.at_hand import FAILURES, AtHand, clients_of, told
from phizone_scripts.exits import Misuse
from phizone_scripts.output import progress
from phizone_scripts.sources import read_zone, selected
from phizone_scripts.teardown.deletion import PATIENCE, PAUSE, delete
from phizone_scripts.teardown.leftovers import FILE_SYSTEM, Clients, Left, leftovers


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is left, and what was deleted of it."""

    environment: str
    """Whose account was looked at."""
    left: Sequence[Left]
    """What was left before."""
    gone: Sequence[Left]
    """What was deleted; nothing where that was not asked for."""
    asked: bool
    """Whether it was to be deleted."""

    @property
    def clean(self) -> bool:
        """Whether nothing is left now."""
        return len(self.gone) == len(self.left)

    def text(self) -> str:
        """For people."""
        lines = [each.line() for each in self.left]
        if not self.left:
            lines = [f"nothing is left of Studio domains in {self.environment}"]
        elif self.asked:
            lines.append(f"deleted {len(self.gone)} of {len(self.left)}")
        else:
            homes = sum(each.kind == FILE_SYSTEM for each in self.left)
            lines.append(
                f"{len(self.left)} left, {homes} of them with home directories, which nothing brings back but a backup;"
                f" `phizone teardown {self.environment} --yes {self.environment}` deletes them"
            )
        return "\n".join(lines) + "\n"

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        gone = set(self.gone)
        left = [{**each.as_json(), "deleted": each in gone} for each in self.left]
        return {"environment": self.environment, "left": left}


def teardown(
    directory: Path,
    environment: str,
    yes: str,
    profile: str,
    role: str,
    endpoint: str,
    pause: float = PAUSE,
    patience: float = PATIENCE,
) -> Told:
    """Looks for what is left, and deletes it where the environment's name is given back.

    Raises: Misuse for another name, for an environment with PHI, and where the account cannot be entered.
    """
    zone, _ = read_zone(directory)
    selected(zone, [environment])
    target = zone.environment(environment)
    if yes:
        _allow(target, yes)
    clients = clients_of(AtHand(profile, endpoint), target.account.id, target.region, role)
    client = cache(clients)
    try:
        left = leftovers(client)
        gone = _deleted(left, client, pause, patience) if yes else []
    except FAILURES as failure:
        raise Misuse(f"account {target.account.id} of {environment}: {told(failure)}") from None
    return Told(environment=environment, left=left, gone=gone, asked=bool(yes))


def _allow(target: Environment, yes: str) -> None:
    if yes != target.name:
        raise Misuse(f"--yes {yes}: type the environment's own name, {target.name}, to delete what is left there")
    if target.data is DataClass.PHI:
        raise Misuse(
            f"{target.name} holds PHI, so nothing is deleted in it by this command: home directories are records until"
            " whoever answers for them says otherwise (45 CFR 164.310(d)(2)(i)); `phizone teardown` without --yes lists"
            " what is left, for them to delete by hand after the last backup is seen"
        )


def _deleted(left: list[Left], client: Clients, pause: float, patience: float) -> list[Left]:
    with progress("deleting", len(left)) as report:
        return list(delete(left, client, report, pause, patience))
