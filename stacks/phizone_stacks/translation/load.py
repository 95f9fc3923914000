"""Reads the translation data: each type's entry of `data.zip` once, when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from phizone_stacks.translation.names import snake
from phizone_stacks.translation.schema import Field, Kind, Shape, TypeSchema


class UnknownType(LookupError):
    """A Terraform type that the translation data does not hold."""


@dataclass(frozen=True, slots=True)
class Index:
    """What the data holds and what it was made from."""

    types: Mapping[str, str]
    """Terraform type by Pulumi token."""
    tokens: Mapping[str, tuple[str, ...]]
    """Pulumi tokens by Terraform type, sorted."""
    unpaired: tuple[str, ...]
    """Pulumi tokens that stand for no Terraform type."""
    versions: Mapping[str, str]
    """Version of each source by its package, and of the Terraform provider."""


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(files("phizone_stacks.translation").joinpath("data.zip").read_bytes()))


def _entry(name: str) -> Any:  # JSON: the callers give it its type.
    return json.loads(_archive().read(name))


@cache
def index() -> Index:
    """The tokens and types the data holds, read once."""
    data = _entry("index.json")
    tokens: dict[str, tuple[str, ...]] = {}
    for token, name in data["types"].items():
        tokens[name] = (*tokens.get(name, ()), token)
    return Index(data["types"], tokens, tuple(data["unpaired"]), data["versions"])


def terraform_type(token: str) -> str | None:
    """The Terraform type a Pulumi token stands for, None for one that is not AWS's or is unpaired."""
    return index().types.get(token)


def pulumi_tokens(terraform_type: str) -> tuple[str, ...]:
    """The Pulumi tokens that stand for a Terraform type, sorted; none for an unknown type."""
    return index().tokens.get(terraform_type, ())


@cache
def _arn_formats() -> Mapping[str, str]:
    formats: dict[str, str] = _entry("arn_formats.json")
    return formats


def arn_format(service_and_type: str) -> str | None:
    """The ARN format of an IAM resource type such as `s3/bucket`, with placeholders such as `${Account}`."""
    return _arn_formats().get(service_and_type)


@cache
def schema(terraform_type: str) -> TypeSchema:
    """The schema of a Terraform type, read when it is first asked for.

    Raises:
        UnknownType: the data does not hold the type.
    """
    tokens = pulumi_tokens(terraform_type)
    if not tokens:
        provider = index().versions["terraform-provider-aws"]
        raise UnknownType(f"{terraform_type} is not a resource type of the Terraform AWS provider {provider}")
    data = _entry(f"types/{terraform_type}.json")
    fields = _Reader(data["objects"]).fields(data["fields"])
    names = {field.name for field in fields.values() if not field.computed}
    return TypeSchema(terraform_type, tokens, fields, "tags" in names, "region" in names)


class _Reader:
    """Turns a type's JSON into shapes; objects are known by their position."""

    def __init__(self, objects: list[Any]) -> None:
        self._fields: list[dict[str, Field]] = [{} for _ in objects]
        self._objects = [Shape(Kind.OBJECT, None, fields) for fields in self._fields]
        self._plain = {kind.value: Shape(kind) for kind in Kind}
        for fields, data in zip(self._fields, objects, strict=True):
            fields.update(self.fields(data))

    def fields(self, data: Mapping[str, Any]) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for name, (spelled, shape, *rest) in data.items():
            flags = rest[0] if rest else ""
            found[name] = Field(spelled or snake(name), self._shape(shape), "r" in flags, "c" in flags, "s" in flags)
        return found

    def _shape(self, data: Any) -> Shape:
        if isinstance(data, str):
            return self._plain[data]
        if isinstance(data, int):
            return self._objects[data]
        ((kind, element),) = data.items()
        return Shape(Kind(kind), self._shape(element))
