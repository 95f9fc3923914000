"""Runs of stacks to one graph: addresses, references, Terraform's words, accounts and regions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phizone_stacks.capture.addresses import addresses, ancestors, is_resource, type_of
from phizone_stacks.capture.decode import Decoder
from phizone_stacks.capture.monitor import caller_of
from phizone_stacks.capture.record import Record, StackRun
from phizone_stacks.capture.tokens import Origin, Registry
from phizone_stacks.graph.graph import SHARED, ZONE, Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value, references
from phizone_stacks.translation import TypeSchema, UnknownType, attribute_path, schema, to_terraform
from phizone_stacks.translation.names import snake

GLOBAL = "global"
"""Region of a resource whose type has none."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in a program that the graph can hold only as unknown, or a guess the program made."""

    where: str
    """`file:line` of the resource call; empty where the program itself is meant."""
    what: str
    """The resource, the property and what happened."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def assemble(runs: Iterable[StackRun], view: str = ZONE) -> tuple[Graph, tuple[Problem, ...]]:
    """The graph of these runs and what was wrong on the way, sorted."""
    assembly = _Assembly(tuple(runs))
    nodes = [node for run in assembly.runs for node in assembly.nodes(run)]
    return Graph(nodes, view), tuple(sorted(set(assembly.problems)))


class _Assembly:
    def __init__(self, runs: tuple[StackRun, ...]) -> None:
        self.runs = runs
        self.problems: list[Problem] = []
        self._registry = Registry()
        self._addresses: dict[str, str] = {}
        self._types: dict[str, str] = {}
        for run in runs:
            self._registry.merge(run.registry)
            self._addresses.update(addresses(run))
            self._types.update({record.urn: type_of(record).removeprefix("data.") for record in run.records})
            self.problems += [
                Problem(where, f"{run.name}: the program asked {decision}, and the answer is a guess")
                for decision, where in run.registry.decisions.items()
            ]

    def resolve(self, origin: Origin) -> Ref | None:
        address = self._addresses.get(origin.urn)
        if address is None:
            return None
        return Ref(address, _path(self._types[origin.urn], origin.path))

    def nodes(self, run: StackRun) -> Iterable[Node]:
        records = {record.urn: record for record in run.records}
        return [self._node(run, record, records) for record in run.records if is_resource(record)]

    def _node(self, run: StackRun, record: Record, records: Mapping[str, Record]) -> Node:
        address, kind = self._addresses[record.urn], type_of(record)
        attributes = self._attributes(record, kind, address)
        provider = records.get(record.provider)
        caller = caller_of(provider)
        self._add_default_tags(attributes, kind, provider)
        mentioned = {ref.address for ref in references(attributes)}
        waits = {self._addresses[urn] for urn in record.dependencies if urn in self._addresses}
        return Node(
            address=address,
            type=kind,
            name=record.name,
            urn=record.urn,
            account=caller.account,
            region=_region(attributes, kind, caller.region),
            environment=run.stack if run.stack != SHARED else SHARED,
            layer=run.project,
            component=ancestors(record, records, components_only=True),
            source=record.frames[0] if record.frames else None,
            called_from=record.frames[1:],
            depends_on=tuple(sorted(waits - mentioned)),
            protect=record.protect,
            retain_on_delete=record.retain_on_delete,
            ignore_changes=tuple(sorted(_path(kind, name.split(".")) for name in record.ignore_changes)),
            import_id=record.import_id,
            attributes=attributes,
        )

    def _attributes(self, record: Record, kind: str, address: str) -> dict[str, Value]:
        decoder = Decoder(self._registry, self.resolve)
        own = {name: raw for name, raw in record.properties.items() if not name.startswith("__")}  # the SDK's notes
        decoded = {name: decoder.value(raw, name) for name, raw in own.items()}
        where = str(record.frames[0]) if record.frames else ""
        self.problems += [Problem(where, f"{address}: {path}: {what}") for path, what in decoder.problems]
        if _schema(kind) is None:
            return {snake(name): value for name, value in decoded.items()}
        attributes: dict[str, Any] = to_terraform(kind.removeprefix("data."), decoded)
        return attributes

    def _add_default_tags(self, attributes: dict[str, Value], kind: str, provider: Record | None) -> None:
        """Adds the provider's `default_tags` to a taggable resource: the provider does so itself, inside its Check.

        Source: pulumi-aws issue 2655.
        """
        raw = provider.properties.get("defaultTags") if provider else None
        tags = (json.loads(raw) if isinstance(raw, str) else raw or {}).get("tags")
        if not isinstance(tags, dict):
            return
        declared, own = _schema(kind), attributes.get("tags")
        if declared is not None and declared.taggable and (own is None or isinstance(own, dict)):
            decoded = Decoder(self._registry, self.resolve).value(tags, "defaultTags")
            attributes["tags"] = {**decoded, **(own or {})} if isinstance(decoded, dict) else decoded


def _region(attributes: Mapping[str, Value], kind: str, provider_region: str) -> str:
    own = attributes.get("region")
    if isinstance(own, str) and own:
        return own
    declared = _schema(kind)
    return provider_region if declared is None or declared.has_region else GLOBAL


def _schema(kind: str) -> TypeSchema | None:
    """The schema of a type; None for a token that Terraform's provider has no pair for."""
    try:
        return schema(kind.removeprefix("data."))
    except UnknownType:
        return None


def _path(kind: str, path: Sequence[str | int]) -> str:
    if _schema(kind) is None:
        return ".".join(snake(step) if isinstance(step, str) else str(step) for step in path)
    return attribute_path(kind.removeprefix("data."), path)
