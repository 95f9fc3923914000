"""The files that say why checkov fails what we accept, and which of its checks asks what one of ours asks."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from phizone_environments.document import read
from phizone_environments.draft import judge
from phizone_environments.fields import Frozen

Sentence = Annotated[str, Field(min_length=20, max_length=600)]
"""A text that gives a reason."""
Id = Annotated[str, Field(pattern=r"^CKV2?_AWS_[0-9]+$")]
"""An id of checkov's."""
Form = TypeVar("Form", bound=Frozen)
"""What a file's form is."""


class InvalidData(ValueError):
    """A file of this package is not of its form; its text is one problem a line."""


class Reason(Frozen):
    """Why a failure of checkov's is no finding of ours."""

    id: Id
    """The check of checkov's."""
    resources: str
    """Addresses it holds for, `*` for any text; `*` alone for all."""
    reason: Sentence
    """Why."""

    def covers(self, id: str, address: str) -> bool:  # noqa: A002 - the field's name
        """Whether it speaks of an id at an address."""
        return self.id == id and fnmatchcase(address, self.resources)


class Pair(Frozen):
    """A check of checkov's and the rules of ours that decide the same question."""

    id: Id
    """The check of checkov's."""
    rules: Annotated[tuple[str, ...], Field(min_length=1)]
    """Ids of our rules; together they ask at least what it asks."""
    less: str = ""
    """What checkov does not see of the question; empty where it asks the same."""


class _Reasons(Frozen):
    reasons: tuple[Reason, ...]
    """Every reason."""


class _Pairs(Frozen):
    pairs: tuple[Pair, ...]
    """Every pair."""


@dataclass(frozen=True, slots=True)
class Data:
    """Both files."""

    reasons: tuple[Reason, ...]
    """The reasons; the first that covers a failure explains it."""
    pairs: tuple[Pair, ...]
    """The pairs."""

    def reason(self, id: str, address: str) -> Reason | None:  # noqa: A002 - as above
        """The reason for a failure, or None where there is none."""
        return next((reason for reason in self.reasons if reason.covers(id, address)), None)


@cache
def shipped() -> Data:
    """The data of the shipped zone. Raises: InvalidData."""
    folder = Path(str(resources.files("phizone_policies.checkov")))
    return Data(_load(folder / "reasons.yaml", _Reasons).reasons, _load(folder / "pairs.yaml", _Pairs).pairs)


def _load(path: Path, form: type[Form]) -> Form:
    document = read(path, path.name)
    draft = judge(form, path.stem, document, {})
    if draft.value is None or draft.problems:
        raise InvalidData("\n".join(str(problem) for problem in sorted(set(draft.problems))))
    return draft.value
