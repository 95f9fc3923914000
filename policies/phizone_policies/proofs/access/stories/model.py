"""Stories as people write them: who asks what of what, from where, and whether AWS must let them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from phizone_environments.document import read
from phizone_environments.draft import judge
from phizone_environments.errors import Problem
from phizone_environments.fields import EnvironmentName, Frozen, Line, refuse
from phizone_stacks.graph.node import Source

NAMES = (
    "account",
    "audit",
    "environment",
    "log_archive",
    "management",
    "network",
    "organization",
    "organization_id",
    "other",
    "region",
    "repository",
    "team",
)
"""What may stand in braces: `account` and the other accounts for their ids, `other` for the next team after `team`."""


_BRACES = re.compile(r"\{(\w*)\}")


class InvalidStories(ValueError):
    """A file of stories is not of their form; its text is one problem a line."""


class Expected(StrEnum):
    """What AWS must answer."""

    ALLOWED = "allowed"
    """It lets them."""
    DENIED = "denied"
    """It does not."""


class Place(StrEnum):
    """Where a request comes from."""

    VPC = "vpc"
    """The environment's VPC, through the endpoint of the service that is asked."""
    INTERNET = "internet"
    """An address of the internet."""
    AWS = "aws"
    """AWS itself: a service that asks for itself, or for somebody (`via`)."""


Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""Text that may hold names in braces."""
Values = Text | tuple[Text, ...]
"""One value of a condition key, or several."""


class Story(Frozen):
    """One request and the answer it must get."""

    name: Line
    """What happens, in a sentence; it names the story in reports."""
    who: Text
    """A role of the environment's account, an ARN, a service as `s3.amazonaws.com`, `anonymous` or `stranger`."""
    does: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+:[A-Za-z]+$")]
    """The action, as `s3:GetObject`."""
    on: Text
    """`bucket/key`, `alias/name`, an ARN, or the address of a resource; a star in a new thing's ARN is any name."""
    place: Place = Field(alias="from")
    """Where the request comes from."""
    via: Text | None = None
    """The service through which somebody asks, as `s3`; by default none, they ask themselves."""
    context: dict[str, Values] = Field(default_factory=dict)
    """Further condition keys of the request and their values."""
    environments: tuple[EnvironmentName, ...] = ()
    """The environments it is told in; all by default."""
    expected: Expected
    """The answer."""

    @field_validator("name", "who", "on", "via", "context")
    @classmethod
    def _has_known_names(cls, given: object) -> object:
        texts = [given] if isinstance(given, str) else list(_texts(given))
        for name in (name for text in texts for name in _named(text)):
            if name not in NAMES:
                refuse(f"has {{{name}}}; write one of {', '.join(NAMES)} in braces")
        return given

    @property
    def speaks_of(self) -> frozenset[str]:
        """The names in braces that it holds."""
        texts = (self.name, self.who, self.on, self.via or "", *_texts(self.context))
        return frozenset(name for text in texts for name in _named(text))


def _named(text: str) -> list[str]:
    return _BRACES.findall(text)


def _texts(given: object) -> Iterator[str]:
    """The keys and values of a context; nothing of anything else."""
    for key, values in given.items() if isinstance(given, Mapping) else ():
        yield key
        yield from [values] if isinstance(values, str) else values


class _File(Frozen):
    stories: tuple[Story, ...]
    """Every story."""

    @field_validator("stories")
    @classmethod
    def _has_names_of_its_own(cls, stories: tuple[Story, ...]) -> tuple[Story, ...]:
        names = [story.name for story in stories]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            refuse(f"tells '{twice[0]}' twice; give each story a name of its own")
        return stories


@dataclass(frozen=True, slots=True)
class Told:
    """A story and where it stands."""

    story: Story
    """The story."""
    source: Source
    """Its line."""


def load_stories(path: Path, file: str) -> tuple[Told, ...]:
    """The stories in a file, which its messages call `file`; none where there is no file. Raises: InvalidStories."""
    if not path.exists():
        return ()
    document = read(path, file)
    draft = judge(_File, path.stem, document, {})
    if draft.value is None or draft.problems:
        raise InvalidStories("\n".join(str(problem) for problem in sorted(set(draft.problems))))
    return tuple(
        Told(story, Source(file, document.line(("stories", number))))
        for number, story in enumerate(draft.value.stories)
    )


def problems(told: tuple[Told, ...], environments: tuple[str, ...]) -> Iterator[Problem]:
    """What stories say of environments that there are not."""
    for each in told:
        for name in sorted(set(each.story.environments) - set(environments)):
            message = f"{name} is none; there is {', '.join(environments)}"
            yield Problem(file=each.source.file, line=each.source.line, field="environments", message=message)


@cache
def shipped(name: str) -> tuple[Told, ...]:
    """The stories of a file that comes with this package, as `stories.yaml`. Raises: InvalidStories."""
    with resources.as_file(resources.files("phizone_policies.data").joinpath(name)) as path:
        return load_stories(path, f"phizone_policies/data/{name}")
