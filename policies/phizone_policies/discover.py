"""Every check, found by walking folders: `checks` here, and those that an adopter names; no list to keep."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from phizone_policies import checks
from phizone_policies.adopted import InvalidCheck, load_folder
from phizone_policies.check import Check, Origin


@cache
def all_checks(folders: tuple[Origin, ...] = ()) -> tuple[Check, ...]:
    """Our checks and those in an adopter's folders, sorted by id.

    Raises: InvalidCheck for a file without exactly its own check, and for an id that stands in two folders.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(checks.__path__) if not module.name.startswith("_"))
    found = [_load(name) for name in names]
    found += [check for folder in folders for check in load_folder(folder)]
    taken = list(_taken(found))
    if taken:
        raise InvalidCheck("\n".join(taken))
    return tuple(sorted(found, key=lambda check: check.id))


def find(check_id: str, folders: tuple[Origin, ...] = ()) -> Check | None:
    """The check of an id, or None."""
    return next((check for check in all_checks(folders) if check.id == check_id), None)


def _load(name: str) -> Check:
    module = importlib.import_module(f"{checks.__name__}.{name}")
    found = [value for value in vars(module).values() if isinstance(value, Check)]
    if [check.id for check in found] != [name]:
        raise InvalidCheck(f"checks/{name}.py holds {[check.id for check in found]}, not the one check {name!r}")
    return found[0]


def _taken(found: list[Check]) -> Iterator[str]:
    first: dict[str, Check] = {}
    for check in found:
        owner = first.setdefault(check.id, check).origin.name
        if first[check.id] is not check:
            yield f"{check.origin.name}/{check.id}.py:1: {check.id} is a rule of {owner} already; name yours otherwise"
