"""Every rule, found by walking folders: `checks` and `proofs.claims` here, and those that an adopter names."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from phizone_policies import checks
from phizone_policies.adopted import InvalidCheck, load_folder
from phizone_policies.check import Check, Origin
from phizone_policies.proofs import claims


@cache
def all_checks(folders: tuple[Origin, ...] = ()) -> tuple[Check, ...]:
    """Our checks and those in an adopter's folders, sorted by id.

    Raises: InvalidCheck for a file without exactly its own check, and for an id that stands in two folders.
    """
    found = _in_package(checks)
    found += [check for folder in folders for check in load_folder(folder)]
    taken = list(_taken(found))
    if taken:
        raise InvalidCheck("\n".join(taken))
    return tuple(sorted(found, key=lambda check: check.id))


@cache
def all_proofs() -> tuple[Check, ...]:
    """Our proofs, sorted by id. Raises: InvalidCheck for a file without exactly its own proof."""
    return tuple(_in_package(claims))


def all_rules(folders: tuple[Origin, ...] = ()) -> tuple[Check, ...]:
    """Checks and proofs together, sorted by id. Raises: InvalidCheck, also for an id that stands twice."""
    found = [*all_proofs(), *all_checks(folders)]
    taken = list(_taken(found))
    if taken:
        raise InvalidCheck("\n".join(taken))
    return tuple(sorted(found, key=lambda check: check.id))


def find(check_id: str, folders: tuple[Origin, ...] = ()) -> Check | None:
    """The rule of an id, or None."""
    return next((check for check in all_rules(folders) if check.id == check_id), None)


def _in_package(package: ModuleType) -> list[Check]:
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))
    return [_load(package, name) for name in names]


def _load(package: ModuleType, name: str) -> Check:
    module = importlib.import_module(f"{package.__name__}.{name}")
    found = [value for value in vars(module).values() if isinstance(value, Check)]
    if [check.id for check in found] != [name]:
        folder = package.__name__.rpartition(".")[2]
        raise InvalidCheck(f"{folder}/{name}.py holds {[check.id for check in found]}, not the one rule {name!r}")
    return found[0]


def _taken(found: list[Check]) -> Iterator[str]:
    first: dict[str, Check] = {}
    for check in found:
        owner = first.setdefault(check.id, check).origin.name
        if first[check.id] is not check:
            yield f"{check.origin.name}/{check.id}.py:1: {check.id} is a rule of {owner} already; name yours otherwise"
