"""The files under `controls/` as typed forms, and every problem with their form, each at its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from phizone_environments.document import Document, read
from phizone_environments.errors import Problem
from phizone_policies.controls.model import Kind

Value = TypeVar("Value")
"""What a file's form is."""

Sentence = Annotated[str, Field(min_length=1)]
"""A text that says something."""
Ids = Annotated[tuple[Sentence, ...], BeforeValidator(lambda given: () if given is None else given)]
"""Ids; a field without a value is an empty list of them."""


class Form(BaseModel):
    """A mapping in a file; what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AnswerForm(Form):
    """Who answers."""

    answers: Sentence
    """The role."""
    evidence: Sentence
    """What they show."""


class RequirementForm(Form):
    """A requirement as written."""

    title: Sentence
    """Its title."""
    kind: Kind | None = None
    """What HIPAA calls it."""
    organizational: AnswerForm | None = None
    """Who of the organization answers for it."""
    inherited: AnswerForm | None = None
    """What AWS answers for."""
    later: str = ""
    """What is still to come."""


class RegulationForm(Form):
    """A file of `regulations/`."""

    name: Sentence
    """Its name."""
    citation: Sentence
    """How it is cited."""
    source: Sentence
    """Where it was read."""
    requirements: Annotated[Mapping[str, RequirementForm], Field(min_length=1)]
    """Its requirements, by id."""


class ObjectiveForm(Form):
    """An entry in a file of `objectives/`."""

    holds: Sentence
    """What must hold."""
    supports: Ids
    """Ids of requirements."""
    own_reading: Ids = ()
    """Those that we joined ourselves."""
    rules: Ids
    """Ids of checks."""


class PackRuleForm(Form):
    """A rule of the conformance pack as written."""

    checks: Ids = ()
    """Ids of checks."""
    not_applicable: str = ""
    """Why it speaks of nothing here."""
    run_time: str = ""
    """What only a live account shows."""


class PackForm(Form):
    """The file of the conformance pack."""

    source: Sentence
    """Where it was read."""
    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    """The commit it was read at."""
    ids_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of its ids, sorted, a line each: so that none gets lost."""
    rules: Mapping[str, PackRuleForm | None]
    """Its rules, by id; nothing for one that is not classified yet."""


def folder() -> Path:
    """The folder of the shipped maps."""
    return Path(str(resources.files("phizone_policies.controls")))


def read_form(kind: type[Value], path: Path, shown: str, problems: list[Problem]) -> tuple[Document, Value | None]:
    """A file as its form, None where it is not of it; what is wrong is added to `problems` under the file's name."""
    document = read(path, shown)
    problems += document.problems
    if document.problems:
        return document, None
    try:
        return document, TypeAdapter(kind).validate_python(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(document.problem(_steps(detail["loc"]), detail["msg"].lower()))
        return document, None


def _steps(location: Sequence[str | int]) -> tuple[str | int, ...]:
    return tuple(location)
