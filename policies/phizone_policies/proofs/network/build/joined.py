"""Which subnets and security groups a resource names, anywhere in it, itself or by what holds them for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.network.build.kinds import holders
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

_SUBNET_ID, _GROUP_ID = re.compile(r"subnet-[0-9a-f]{8,17}"), re.compile(r"sg-[0-9a-f]{8,17}")
_HELD_BY_NAME = "subnet_group"
_PUBLIC = ("associate_public_ip_address", "assign_public_ip", "publicly_accessible", "associate_carrier_ip_address")
_NAMES_ANOTHERS = ("source_security_group_id", "source_security_group_ids")
_TAGS = ("tags", "tags_all")
_DEPTH = 3


@dataclass(slots=True)
class Joined:
    """What a resource names of a network."""

    subnets: dict[str, None]
    """Subnets of the graph, in reading order."""
    groups: dict[str, None]
    """Security groups of the graph."""
    outside: dict[str, None]
    """Subnets and groups that the graph does not hold, or that are not known."""
    public: bool = False
    """Whether a setting gives it a public address."""
    private: bool = False
    """Whether a setting gives it none."""


def joined(survey: Survey, node: Node, depth: int = 0) -> Joined:
    """Everything that a node names of a network."""
    found = Joined({}, {}, {})
    for key, value in _leaves("", {name: each for name, each in node.attributes.items() if name not in _TAGS}):
        if key in _NAMES_ANOTHERS:
            continue
        if key in _PUBLIC and isinstance(value, bool | str):
            on = value is True or value in ("true", "ENABLED")
            found.public, found.private = found.public or on, found.private or not on
        elif isinstance(value, Ref):
            _reference(survey, found, key, value, depth)
        elif isinstance(value, str):
            _text(survey, found, key, value, depth)
        elif isinstance(value, Unknown) and (key in _PUBLIC or "subnet" in key or "security_group" in key):
            found.outside[f"{key}, which is not known before apply"] = None
    return found


def _reference(survey: Survey, found: Joined, key: str, value: Ref, depth: int) -> None:
    subnet, group = survey.subnet(value), survey.group(value)
    node = survey.graph.find(value.address)
    if subnet:
        found.subnets[subnet] = None
    elif group:
        found.groups[group] = None
    elif node is not None and node.type in holders() and depth < _DEPTH:
        _merge(found, joined(survey, node, depth + 1))
    elif "subnet" in key or "security_group" in key:
        found.outside[f"{value.attribute} of {value.address}, which is not in the graph"] = None


def _text(survey: Survey, found: Joined, key: str, value: str, depth: int) -> None:
    if _SUBNET_ID.fullmatch(value):
        name = survey.subnet(value)
        (found.subnets if name else found.outside)[name or f"{value}, which is not in the graph"] = None
    elif _GROUP_ID.fullmatch(value):
        name = survey.group(value)
        (found.groups if name else found.outside)[name or f"{value}, which is not in the graph"] = None
    elif _HELD_BY_NAME in key and value and depth < _DEPTH:
        holder = named_node(survey.graph, value, holders(), "name")
        if holder is not None:
            _merge(found, joined(survey, holder, depth + 1))
        else:
            found.outside[f"{key} {value}, which is not in the graph"] = None


def _merge(found: Joined, more: Joined) -> None:
    found.subnets.update(more.subnets)
    found.groups.update(more.groups)
    found.outside.update(more.outside)
    found.public, found.private = found.public or more.public, found.private or more.private


def _leaves(key: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Every value that is no container, with the name of the attribute that it stands in."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(name, each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(key, each)
    elif isinstance(value, Template):
        for part in value.parts:
            if isinstance(part, Ref):
                yield key, part
    elif value is not None:
        yield key, value
