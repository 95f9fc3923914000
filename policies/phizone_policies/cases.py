"""The cases that ship beside each check: small graphs, and which subject must have which outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from phizone_policies.check import PHIZONE, Origin, Outcome
from phizone_stacks.graph.canonical import decode
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node


class InvalidCases(ValueError):
    """A check's cases file is missing or not of the form the README tells."""


@dataclass(frozen=True, slots=True)
class Case:
    """One small graph and the outcomes a check must give on it."""

    name: str
    """What the case shows; empty where there is one only."""
    graph: Graph
    """The graph."""
    expected: Mapping[Outcome, frozenset[str]]
    """Subjects by outcome; what stands nowhere must not be a subject."""


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases of a check."""

    cases: tuple[Case, ...]
    """The cases in order."""
    never: Mapping[Outcome, str]
    """Outcomes the check cannot have, and why."""

    @property
    def shown(self) -> frozenset[Outcome]:
        """The outcomes that some subject of some case must have."""
        return frozenset(outcome for case in self.cases for outcome, subjects in case.expected.items() if subjects)


def load_cases(check_id: str, origin: Origin = PHIZONE) -> Cases:
    """The cases of a check, in the file of its name beside it. Raises: InvalidCases."""
    path = origin.folder / f"{check_id}.yaml"
    shown = f"{origin.folder.name if origin.name == PHIZONE.name else origin.name}/{check_id}.yaml"
    if not path.is_file():
        raise InvalidCases(f"{shown} is missing; write a case for each outcome")
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidCases(f"{shown}:{line}: is no valid YAML: {error.problem}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries) or not entries:
        raise InvalidCases(f"{shown} is no list of cases")
    return _cases(shown, entries)


def _cases(shown: str, entries: list[dict[str, Any]]) -> Cases:
    strange = [sorted(entry) for entry in entries if not {"resources", "never", "mutants"} & set(entry)]
    if strange:
        raise InvalidCases(f"{shown}: an entry has {strange[0]}, none of resources, never and mutants")
    never = {Outcome(name): str(why) for entry in entries for name, why in entry.get("never", {}).items()}
    return Cases(tuple(_case(shown, entry) for entry in entries if "resources" in entry), never)


def _case(shown: str, entry: Mapping[str, Any]) -> Case:
    known = {"name", "resources", *(outcome.value for outcome in Outcome)}
    if set(entry) - known:
        raise InvalidCases(f"{shown}: a case has {sorted(set(entry) - known)}; it takes {sorted(known)}")
    expected = {outcome: frozenset(entry.get(outcome.value, ())) for outcome in Outcome}
    return Case(str(entry.get("name", "")), graph_of(entry["resources"]), expected)


def graph_of(resources: Mapping[str, Mapping[str, Any] | None]) -> Graph:
    """The graph that the resources of a case are, by address `type.name`; a key with a dollar sets a node's field."""
    return Graph(_node(address, attributes or {}) for address, attributes in resources.items())


def _node(address: str, attributes: Mapping[str, Any]) -> Node:
    """A node whose address is `type.name`; keys with a dollar set its other fields, as `$account`."""
    fields: dict[str, Any] = {
        "account": "777777777777",
        "region": "us-east-1",
        "environment": "prod",
        "layer": "workspace",
    }
    fields.update({key[1:]: value for key, value in attributes.items() if key.startswith("$")})
    kind, name = address.rsplit(".", 1)
    values = {key: decode(value) for key, value in attributes.items() if not key.startswith("$")}
    return Node(address=address, type=kind, name=name, attributes=values, **fields)
