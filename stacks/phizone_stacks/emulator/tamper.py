"""Tampering: what people do to a zone behind the programs' back, as a committed list of raw calls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from phizone_stacks.emulator.adapter import Outputs
from phizone_stacks.graph.graph import Graph
from phizone_stacks.live.place import Place

_NAMED = re.compile(r"\{([^{}]+)\}")
ANY = "any"
"""What stands for the subject of a finding where it is none address alone, as a claim's."""


class Tampering(BaseModel):
    """One thing that somebody does, and the rule that must find it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    does: str
    """What is done, a sentence without full stop."""
    to: str
    """Address of the resource of the programs that it is done to, or beside."""
    calls: tuple[dict[str, dict[str, Any]], ...] = Field(min_length=1)
    """The calls, each as `service.operation` with its arguments."""
    finds: tuple[str, ...] = Field(min_length=1)
    """Ids of the rules that must find it."""
    at: str = ""
    """Address, type or words of what each of them must fail for, `any` for anything; what it is done to by default."""
    region: str = ""
    """Region of the calls; that of the resource by default."""
    account: str = ""
    """Account of the calls; that of the resource by default."""
    environment: str = ""
    """The environment whose verdict finds it, where it is done to a shared resource and the others do not mind."""
    round: int = Field(default=1, ge=1, le=9)
    """Which of several tampered zones it is done in: entries of a round must not hide one another's traces."""

    @property
    def subject(self) -> str:
        """For what the rules must fail."""
        return self.at or self.to

    @property
    def named(self) -> frozenset[str]:
        """Addresses of the resources whose outputs its calls are told, beside its own."""
        names = _NAMED.findall(json.dumps([dict(call) for call in self.calls]))
        return frozenset(name.partition(" ")[0] for name in names if _is_name(name) and "/" in name)


@cache
def tamperings() -> tuple[Tampering, ...]:
    """The list: the folder `tampering`, a file for each service. Raises: pydantic.ValidationError."""
    found: list[Tampering] = []
    folder = resources.files("phizone_stacks.emulator").joinpath("tampering")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        found += [Tampering.model_validate(entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or ()]
    return tuple(found)


@cache
def unbroken() -> Mapping[str, str]:
    """Rules about what is emulated that no entry breaks, and why none can."""
    text = resources.files("phizone_stacks.emulator").joinpath("unbroken.yaml").read_text(encoding="utf-8")
    found: Mapping[str, str] = yaml.safe_load(text)
    return found


def tamper(
    entry: Tampering,
    graph: Graph,
    outputs: Mapping[str, Outputs],
    client_of: Callable[[str, Place], Any],
    home: str,
) -> None:
    """Makes the calls. Raises: what boto3 raises; KeyError for a name that nothing has."""
    node = graph[entry.to]
    region = entry.region or (home if node.region in ("", "global") else node.region)
    place = Place(entry.account or node.account, region)
    answers: dict[str, Any] = {}

    def value_of(name: str) -> Any:
        first, _, rest = name.partition(" ")
        if not rest:
            return outputs[entry.to][first]
        return _at(answers[first] if first.isdigit() else outputs[first], rest)

    for number, call in enumerate(entry.calls, start=1):
        for name, given in call.items():
            service, _, operation = name.partition(".")
            answers[str(number)] = getattr(client_of(service, place), operation)(**_filled(given, value_of))


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def _filled(value: Any, value_of: Callable[[str], Any]) -> Any:
    """Arguments with every `{name}` replaced; one that is nothing else keeps its own kind of value."""
    if isinstance(value, dict):
        return {key: _filled(item, value_of) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, value_of) for item in value]
    if not isinstance(value, str):
        return value
    whole = _NAMED.fullmatch(value)
    if whole and _is_name(whole[1]):
        return value_of(whole[1])
    return _NAMED.sub(lambda found: str(value_of(found[1])) if _is_name(found[1]) else found[0], value)


def _is_name(text: str) -> bool:
    """Whether braces hold a name and no piece of JSON."""
    return re.fullmatch(r"\w+|\d+ [\w.]+|\S+/\S+ [\w.]+", text) is not None
