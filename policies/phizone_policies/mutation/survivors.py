"""Mutants that no rule needs to notice, and why: the records of `policies/survivors.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from phizone_environments.document import read
from phizone_environments.draft import judge
from phizone_environments.fields import Frozen, Line
from phizone_policies.mutation.places import Mutant

_Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class InvalidSurvivors(ValueError):
    """The file of survivors is not of its form; its text is one problem a line."""


class Survivor(Frozen):
    """Mutants that may survive."""

    types: Annotated[tuple[_Pattern, ...], Field(min_length=1)] = ("*",)
    """Patterns of resource types."""
    paths: Annotated[tuple[str, ...], Field(min_length=1)] = ("*",)
    """Patterns of paths, as `tags.Project`; empty text for the node itself."""
    operators: Annotated[tuple[_Pattern, ...], Field(min_length=1)] = ("*",)
    """Patterns of operators."""
    addresses: Annotated[tuple[_Pattern, ...], Field(min_length=1)] = ("*",)
    """Patterns of addresses."""
    because: Annotated[Line, StringConstraints(min_length=20)]
    """Why nobody needs to notice: the mutant is as safe as the zone, or what decides it is elsewhere."""

    def explains(self, mutant: Mutant) -> bool:
        """Whether the record is about a mutant."""
        return (
            _any(self.types, mutant.type)
            and _any(self.paths, mutant.path)
            and _any(self.operators, mutant.operator)
            and _any(self.addresses, mutant.address)
        )


class _File(Frozen):
    survivors: tuple[Survivor, ...]
    """Every record; empty where the rules notice everything."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Survivors held against the records."""

    unexplained: tuple[Mutant, ...]
    """Survivors that no record is about."""
    unused: tuple[Survivor, ...]
    """Records that are about no survivor."""


def load_survivors(path: Path, file: str) -> tuple[Survivor, ...]:
    """The records of a file, which its messages call `file`; none where there is no file. Raises: InvalidSurvivors."""
    if not path.exists():
        return ()
    document = read(path, file)
    draft = judge(_File, path.stem, document, {})
    if draft.value is None or draft.problems:
        raise InvalidSurvivors("\n".join(str(problem) for problem in sorted(set(draft.problems))))
    return draft.value.survivors


def explain(survivors: Iterable[Mutant], records: Sequence[Survivor]) -> Explained:
    """Which survivors have no record, and which records no survivor; the first record that fits is the one."""
    unexplained, used = [], set()
    for mutant in survivors:
        found = next((place for place, record in enumerate(records) if record.explains(mutant)), None)
        if found is None:
            unexplained.append(mutant)
        else:
            used.add(found)
    unused = tuple(record for place, record in enumerate(records) if place not in used)
    return Explained(tuple(unexplained), unused)


def _any(patterns: Iterable[str], text: str) -> bool:
    # In an address brackets are no character class.
    return any(fnmatchcase(text, pattern.replace("[", "[[]")) for pattern in patterns)
