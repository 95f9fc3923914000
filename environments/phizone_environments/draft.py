"""One file as its model judged it: the model's value if all of it holds, and else the fields that do hold.

Rules over several files read drafts, so that one bad field hides no problem of another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import ValidationError

from phizone_environments.document import Document, Plain, Steps
from phizone_environments.errors import Problem
from phizone_environments.fields import Frozen
from phizone_environments.sentences import sentence

Model = TypeVar("Model", bound=Frozen)
"""`Organization` or `Environment`."""


@dataclass(frozen=True, kw_only=True)
class Draft(Generic[Model]):
    """A file, its model's verdict, and its valid fields."""

    name: str
    """The file's name without `.yaml`."""
    document: Document
    """The file's data and lines."""
    value: Model | None
    """The model's value; none if any field is wrong."""
    problems: tuple[Problem, ...]
    """What is wrong with the file by itself."""
    refused: frozenset[Steps]
    """The fields that the model refused."""

    def get(self, *path: str | int) -> str | None:
        """Return a valid field as text; none where it is absent, refused or inside something refused."""
        found = self._find(path)
        return found if isinstance(found, str) else None

    def items(self, *path: str | int) -> Iterator[tuple[Steps, str]]:
        """Yield the path and the text of each valid item of a list."""
        found = self._find(path)
        for position in range(len(found)) if isinstance(found, list) else ():
            text = self.get(*path, position)
            if text is not None:
                yield (*path, position), text

    def holds(self, field: str) -> bool:
        """Return whether a list stands in the file and all of it is valid."""
        written = isinstance(self._find((field,)), list)
        return written and not any(path[:1] == (field,) for path in self.refused)

    def count(self, *path: str | int) -> int:
        """Return how many items a list has, valid or not."""
        found = self._find(path)
        return len(found) if isinstance(found, list) else 0

    def has(self, field: str) -> bool:
        """Return whether a field of the top level has a value, valid or not; an unreadable file may hold any."""
        data = self.document.data
        return not isinstance(data, dict) or data.get(field) is not None

    def problem(self, path: Steps, message: str, given: object = None) -> Problem:
        """Return a problem of one field of this file."""
        return self.document.problem(path, message, given)

    def _find(self, path: Steps) -> Plain:
        found = self.document.data
        for depth, step in enumerate(path, start=1):
            if path[:depth] in self.refused:
                return None
            if isinstance(found, dict) and isinstance(step, str):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int):
                found = found[step]
            else:
                return None
        return found


def judge(model: type[Model], name: str, document: Document, implied: dict[str, str]) -> Draft[Model]:
    """Return a file's draft; implied fields are those that stand elsewhere, such as a name that is the file's.

    The file may not set the field `name`; another implied field only fills in where the file leaves it out.
    """
    draft = Draft[Model](name=name, document=document, value=None, problems=(), refused=frozenset())
    if not isinstance(document.data, dict):
        return replace(draft, problems=tuple(document.problems))
    written = {field: value for field, value in document.data.items() if value is not None or field not in implied}
    if "name" in implied and "name" in document.data:
        document.problems.append(document.problem(("name",), "is not a field; take it out: the file's name counts"))
        written.pop("name", None)
    try:
        return replace(draft, value=model.model_validate(implied | written), problems=tuple(document.problems))
    except ValidationError as error:
        return _refused(draft, model, error, {("name",): ("file name",)} if "name" in implied else {})


def _refused(
    draft: Draft[Model], model: type[Model], error: ValidationError, elsewhere: dict[Steps, Steps]
) -> Draft[Model]:
    document, problems, refused = draft.document, list(draft.document.problems), set()
    details = error.errors(include_url=False)
    for detail in details:
        path = detail["loc"]
        refused.add(path)
        # pydantic counts only the valid items of a list, so a bad item would be reported as a missing one too.
        miscounted = detail["type"] == "too_short" and any(other["loc"][:-1] == path for other in details)
        if path not in document.hidden and not miscounted:
            given = None if detail["type"] == "extra_forbidden" else detail["input"]
            problems.append(document.problem(elsewhere.get(path, path), sentence(detail, model), given))
    return replace(draft, problems=tuple(problems), refused=frozenset(refused))
