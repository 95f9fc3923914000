"""The rules that a verb asks: ours, and those of the adopter's folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from phizone_scripts.exits import Misuse

if TYPE_CHECKING:
    from phizone_policies.check import Check, Origin

OWN = Path("policies/checks")
"""Where a repository's own rules are found without being named, beside `environments/`."""
Word = TypeVar("Word", bound=StrEnum)
"""A claim, a severity or a profile."""


def rules_in_force(directory: Path, given: Sequence[Path] | None) -> tuple[Check, ...]:
    """Our rules, those in `policies/checks/` and those in the folders given, by id.

    Raises: Misuse with every problem of every file.
    """
    from phizone_policies.adopted import InvalidCheck
    from phizone_policies.discover import all_rules

    try:
        return all_rules(tuple(_origins(directory, given or ())))
    except InvalidCheck as wrong:
        raise Misuse(str(wrong)) from None


def _origins(directory: Path, given: Sequence[Path]) -> Iterator[Origin]:
    from phizone_policies.check import Origin

    own = _root(directory) / OWN
    named = {own.resolve(): OWN.as_posix()} if own.is_dir() else {}
    for folder in given:
        if not folder.is_dir():
            raise Misuse(f"--rules {folder} is no folder; name one that holds checks as <id>.py with <id>.yaml")
        named.setdefault(folder.resolve(), folder.as_posix())
    yield from (Origin(name, path) for path, name in named.items())


def _root(directory: Path) -> Path:
    """The folder that holds `environments/`, at a directory or above it; else the directory."""
    here = Path(os.path.abspath(directory))
    found = (place for place in (here, *here.parents) if (place / "environments" / "organization.yaml").is_file())
    return next(found, here)


def pick(checks: Sequence[Check], names: Sequence[str] | None) -> tuple[Check, ...]:
    """The checks of these names, all without names. Raises: Misuse for a name that is none."""
    unknown = sorted(set(names or ()) - {check.id for check in checks})
    if unknown:
        raise Misuse(f"no rule {', '.join(unknown)}; `phizone rules list` shows them")
    return tuple(check for check in checks if not names or check.id in names)


def words(option: str, kind: type[Word], given: Sequence[str] | None) -> frozenset[Word]:
    """The words given for an option, all without any. Raises: Misuse for one that is none."""
    unknown = sorted(set(given or ()) - set(kind))
    if unknown:
        raise Misuse(f"{option} {', '.join(unknown)} is none; choose of {', '.join(kind)}")
    return frozenset(kind(word) for word in given) if given else frozenset(kind)
