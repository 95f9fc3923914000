"""The shape of a Terraform type with its fields under their Pulumi names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a value is made of."""

    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"
    ANY = "any"
    LIST = "list"
    SET = "set"
    MAP = "map"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Shape:
    """What values an attribute takes; an object may hold itself, so shapes are compared by identity."""

    kind: Kind
    """What the value is made of."""
    element: Shape | None = None
    """The shape of the members of a list, set or map."""
    fields: Mapping[str, Field] | None = None
    """The fields of an object by Pulumi name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute or block."""

    name: str
    """Its Terraform name."""
    shape: Shape
    """What values it takes in Terraform."""
    required: bool
    """True where a configuration must give it."""
    computed: bool
    """True where only the provider gives it."""
    single: bool
    """True where Pulumi gives one value and Terraform has a list or set of at most one."""


@dataclass(frozen=True, slots=True)
class TypeSchema:
    """One Terraform type."""

    type: str
    """The Terraform type, as in `aws_s3_bucket`."""
    tokens: tuple[str, ...]
    """The Pulumi tokens that stand for it, sorted."""
    fields: Mapping[str, Field]
    """Its attributes and blocks by Pulumi name; where tokens differ, under the names of each."""
    taggable: bool
    """True where it takes `tags`."""
    has_region: bool
    """True where it takes the `region` it is made in."""
