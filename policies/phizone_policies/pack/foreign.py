"""Resources of a stack that no proved graph describes, as the nodes that rules judge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from phizone_policies.pack.told import Default, Secret, Told, bare
from phizone_policies.pack.translated import attributes, fields_of, type_of
from phizone_stacks.capture.monitor import caller_of
from phizone_stacks.capture.record import Record
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Unknown, Value
from phizone_stacks.translation import UnknownType, attribute_path

_LINK = re.compile(r"(id|ids|arn|arns|bucket|key|role|name|subnets|groups)$", re.IGNORECASE)
"""Properties that name another resource, and nothing else; a document that mentions one does more."""
_OWN = ("name", "bucket", "keyId", "id", "arn")
"""Outputs by which other resources name one; of two that read the same the later."""
_BY_ARN = re.compile(r"arns?$|^kms|KeyId$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A resource of a stack when the engine has asked about each."""

    told: Told
    """Its inputs."""
    outputs: Mapping[str, Any]
    """Its outputs in Pulumi's words, as far as they are known."""
    depends: Mapping[str, Sequence[str]]
    """URNs that each of its inputs depends on."""


@dataclass(frozen=True, slots=True)
class _Target:
    address: str
    outputs: Mapping[str, str]  # attribute by value


def is_judged(told: Told) -> bool:
    """Whether rules speak of a resource: AWS's, and no provider."""
    return type_of(told.token).startswith("aws_")


def node_of(told: Told, name: str = "") -> Node:
    """The node of a resource; what is not known, or secret, is `Unknown`. `name` stands in its address for its own."""
    kind = type_of(told.token)
    caller = caller_of(_record(told.provider)) if told.provider is not None else caller_of(None)
    given = {key: _value(value) for key, value in attributes(told).items() if not isinstance(value, Default)}
    if isinstance(given.get("tags_all"), dict):
        given["tags"] = given["tags_all"]  # with those that the provider adds to every resource
    region = given.get("region")
    own = region if isinstance(region, str) else caller.region
    regional = not fields_of(kind) or any(field.name == "region" for field in fields_of(kind).values())
    return Node(
        address=f"{told.project}.{told.stack}/{kind}.{name or told.name}",
        type=kind,
        name=told.name,
        urn=told.urn,
        account=caller.account or UNNAMED_ACCOUNT,
        region=own if regional else "global",
        layer=told.project,
        protect=told.protect,
        ignore_changes=tuple(sorted(told.ignore_changes)),
        attributes=given,
    )


def whole(resources: Sequence[Seen]) -> Graph:
    """The graph of a stack. A value that names one resource, by what it depends on, is a reference to it."""
    judged = [each for each in resources if is_judged(each.told)]
    count = Counter((type_of(each.told.token), each.told.name) for each in judged)
    names = {
        each.told.urn: each.told.name if count[type_of(each.told.token), each.told.name] == 1 else _qualified(each.told)
        for each in judged
    }
    targets = {each.told.urn: _target(each, names[each.told.urn]) for each in judged}
    return Graph([node_of(_linked(each, targets), names[each.told.urn]) for each in judged])


def _qualified(told: Told) -> str:
    """The name behind the types of the parents, which tell two resources of one type and name apart."""
    parents = told.urn.split("::")[2].split("$")[:-1]
    return "/".join([*(parent.rsplit(":", 1)[-1] for parent in parents), told.name])


def _target(seen: Seen, name: str) -> _Target:
    kind = type_of(seen.told.token)
    own = {value: _attribute(kind, key) for key in _OWN if isinstance(value := seen.outputs.get(key), str)}
    return _Target(f"{seen.told.project}.{seen.told.stack}/{kind}.{name}", own)


def _attribute(kind: str, name: str) -> str:
    try:
        return attribute_path(kind, [name])
    except UnknownType:
        return name


def _linked(seen: Seen, targets: Mapping[str, _Target]) -> Told:
    properties = dict(seen.told.properties)
    for name, urns in seen.depends.items():
        found = [targets[urn] for urn in urns if urn in targets]
        if name in properties and found:
            properties[name] = _link(properties[name], name, found, whole=len(found) == len(urns))
    return replace(seen.told, properties=properties)


def _link(value: Any, name: str, targets: list[_Target], whole: bool) -> Any:
    """A value with references: known text where it is an output of a target, unknown where there is but one to name."""
    if isinstance(value, dict):
        return {key: _link(item, key, targets, whole) for key, item in value.items()}
    if isinstance(value, list):
        if whole and _LINK.search(name) and len(value) == len(targets) and all(map(_is_unknown, value)):
            return [_reference(name, target) for target in targets]
        return [_link(item, name, targets, whole) for item in value]
    if isinstance(value, str):
        return next((Ref(each.address, each.outputs[value]) for each in targets if value in each.outputs), value)
    return _reference(name, targets[0]) if whole and len(targets) == 1 and _is_unknown_link(value, name) else value


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Unknown)


def _is_unknown_link(value: Any, name: str) -> bool:
    return _is_unknown(value) and _LINK.search(name) is not None


def _reference(name: str, target: _Target) -> Ref:
    return Ref(target.address, "arn" if _BY_ARN.search(name) else "id")


def _value(value: Any) -> Value:
    """A value of the graph; what the provider filled in is not the program's and goes."""
    if isinstance(value, Secret):
        return Unknown("a secret, which is not kept")
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items() if not isinstance(item, Default)}
    if isinstance(value, list):
        return [_value(item) for item in value]
    plain: Value = value
    return plain


def _record(provider: Told) -> Record:
    return Record(
        urn=provider.urn,
        token=provider.token,
        name=provider.name,
        parent="",
        custom=True,
        provider="",
        properties=bare(dict(provider.properties)),
    )
