"""Every check, found by walking the folder `checks`: no list to keep."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from phizone_policies import checks
from phizone_policies.check import Check, Profile


class InvalidCheck(Exception):
    """A file under `checks/` does not hold the one check that its name promises."""


@cache
def all_checks() -> tuple[Check, ...]:
    """The checks sorted by id. Raises: InvalidCheck for a file without exactly its own check."""
    names = sorted(module.name for module in pkgutil.iter_modules(checks.__path__) if not module.name.startswith("_"))
    return tuple(_load(name) for name in names)


def of_profile(profile: Profile) -> tuple[Check, ...]:
    """The checks of a profile and of those it builds upon: the baseline, then PHI, then the zone."""
    order = list(Profile)
    return tuple(check for check in all_checks() if order.index(check.profile) <= order.index(profile))


def find(check_id: str) -> Check | None:
    """The check of an id, or None."""
    return next((check for check in all_checks() if check.id == check_id), None)


def _load(name: str) -> Check:
    module = importlib.import_module(f"{checks.__name__}.{name}")
    found = [value for value in vars(module).values() if isinstance(value, Check)]
    if [check.id for check in found] != [name]:
        raise InvalidCheck(f"checks/{name}.py holds {[check.id for check in found]}, not the one check {name!r}")
    return found[0]
