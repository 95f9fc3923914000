"""What can be wrong with `environments/`.

ValueError
  InvalidEnvironments     the files say something that cannot be; carries every Problem of every file
LookupError
  UnknownName             a program asked a zone for an environment or a team that it does not have
FileNotFoundError
  EnvironmentsNotFound    no folder above the starting point is a zone's `environments/`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from phizone_environments.secret_text import without_secrets


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong, and where; no field ever holds a secret that the file held."""

    file: str
    """The file, relative to the directory that holds `environments/`."""
    line: int = 1
    """The line, from 1; a missing field stands on its mapping's line, a whole file on line 1."""
    field: str = ""
    """The path of the field, as `teams[0].owner`; empty for a whole file."""
    given: str = ""
    """The value as written, cut to one short line; empty when there is none to show."""
    message: str
    """What is wrong, a semicolon, and what to do."""

    def __post_init__(self) -> None:
        for part in ("field", "given", "message"):
            object.__setattr__(self, part, without_secrets(getattr(self, part)))

    def __str__(self) -> str:
        said = " ".join(part for part in (self.field, self.given, self.message) if part)
        return f"{self.file}:{self.line}: {said}"


class InvalidEnvironments(ValueError):
    """The files in `environments/` do not describe a zone; its text is one problem a line."""

    problems: tuple[Problem, ...]
    """Every problem of every file, by file, line and field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownName(LookupError):
    """A zone has no environment or team of the name asked for; its text lists the names there are."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"{kind} {name} is not in environments/; choose one of: {', '.join(known)}")


class EnvironmentsNotFound(FileNotFoundError):
    """No `environments/` folder with an organization.yaml stands at or above a starting point."""

    looked_in: tuple[Path, ...]
    """The directories that were looked into, nearest first."""

    def __init__(self, looked_in: Iterable[Path]) -> None:
        self.looked_in = tuple(looked_in)
        places = ", ".join(str(place) for place in self.looked_in)
        super().__init__(f"environments/organization.yaml is in none of {places}; run inside a zone's repository")
