"""What identifies a patient in a text, by the patterns of `data/identifiers.yaml`. No message tells the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from phizone_policies.views.tags import tags
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Value

WRITTEN = (
    "alarm_description",
    "alarm_name",
    "bucket",
    "bucket_prefix",
    "comment",
    "crawler_name",
    "database_name",
    "description",
    "display_name",
    "domain_name",
    "feature_group_name",
    "function_name",
    "key",
    "model_package_group_description",
    "model_package_group_name",
    "name",
    "name_prefix",
    "pipeline_description",
    "pipeline_display_name",
    "pipeline_name",
    "prefix",
    "project_description",
    "project_name",
    "repository_name",
    "space_display_name",
    "space_name",
    "table_name",
    "title",
    "user_profile_name",
)
"""Attributes that people write freely, and that reach bills, logs and consoles."""
_ANSWERING = re.compile(r"(?i)(?:^|[^a-z])(?:owner|contact|creat(?:or|ed_?by)|maintainer|managed_?by|requester)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of identifier."""

    name: str
    """What it is, as `a social security number`."""
    kind: str
    """Letter of 45 CFR 164.514(b)(2)(i)."""
    pattern: re.Pattern[str]
    """How it is written."""
    finds: tuple[str, ...]
    """Texts that hold one."""
    leaves: tuple[str, ...]
    """Texts like it that hold none."""


def identifiers(node: Node) -> Iterator[tuple[str, str]]:
    """(where, what) of every identifier in the texts of a node. Raises: UnknownValue."""
    for where, text in _texts(node):
        for found in _found(text):
            # Who answers for a resource is one of the staff, no patient.
            is_answering = where.startswith("tag ") and _ANSWERING.search(where.removeprefix("tag "))
            if not (found.kind == "F" and is_answering):
                yield where, found.name
    for key in tags(node):
        for found in (*_asking(key), *_found(key)):
            yield "a tag's key", found.name


@lru_cache(maxsize=65536)
def _found(text: str) -> tuple[Pattern, ...]:
    """The patterns that a text meets; the same few tags stand on every resource."""
    return tuple(each for each in patterns() if each.pattern.search(text))


@lru_cache(maxsize=4096)
def _asking(key: str) -> tuple[Pattern, ...]:
    return tuple(each for each in tag_keys() if each.pattern.search(key))


def _texts(node: Node) -> Iterator[tuple[str, str]]:
    """(where, text) of what people wrote, references left out: those are other resources' names."""
    yield "its name in the program", node.name
    for attribute in WRITTEN:
        if attribute in node.attributes:
            yield attribute, _literal(node.get(attribute))
    for key, value in tags(node).items():
        yield f"tag {_shown(key)}", _literal(value)


def _shown(key: str) -> str:
    """A tag's key for the reader; one that holds an identifier itself is not repeated."""
    return "(key withheld)" if _found(key) else key


def _literal(value: Value) -> str:
    if isinstance(value, Template):
        return "".join("<>" if isinstance(part, Ref) else part for part in value.parts)
    return value if isinstance(value, str) else ""


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns of values."""
    return tuple(_pattern(entry) for entry in _data()["patterns"])


@cache
def tag_keys() -> tuple[Pattern, ...]:
    """The patterns of tags' keys that ask for an identifier."""
    return tuple(_pattern(entry) for entry in _data()["tag_keys"])


def not_looked_for() -> Mapping[str, str]:
    """The kinds that no pattern finds, by letter, and why."""
    found: Mapping[str, str] = _data()["not_looked_for"]
    return found


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    texts = tuple(entry["finds"]), tuple(entry["leaves"])
    return Pattern(entry["name"], entry["kind"], re.compile(entry["pattern"]), *texts)


@cache
def _data() -> Mapping[str, Any]:
    text = resources.files("phizone_policies.data").joinpath("identifiers.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
