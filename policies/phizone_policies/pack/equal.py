"""The stacks of a landing zone held to their proved graph: before anything is created, and as a whole at preview.

The engine tells a policy neither `retain_on_delete`, the import id, `depends_on` nor the line of the program: those are
held by the proof of the graph alone, and the line told is the one that was proved. Aliases, timeouts, the parent and
`delete_before_replace` it tells; they change nothing of what is there at the end, stand in no graph and are not held.
That a resource is missing only the whole stack shows, which a policy sees at the end: at preview before anything is
created, at apply after everything else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any

from phizone_policies.pack.compare import Comparison
from phizone_policies.pack.proved import NotHeld, Proved, proved
from phizone_policies.pack.providers import (
    REFERENCE,
    caller_differences,
    provider_differences,
    reference_differences,
)
from phizone_policies.pack.references import Uses
from phizone_policies.pack.told import Told
from phizone_policies.pack.translated import attributes, fields_of, type_of
from phizone_stacks.capture.monitor import PROVIDER
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import Symbol
from phizone_stacks.graph.values import Unknown, Value, references
from phizone_stacks.translation import UnknownType, attribute_path

_STACK = "pulumi:pulumi:Stack"
_MEND = "take the change back, or prove it and give the pack the new graph"


class Equal:
    """Holds resources to the graph that the configuration names; the first that cannot be held says why in full."""

    def __init__(self) -> None:
        self._uses: dict[int, tuple[Graph, Uses]] = {}
        self._lock = Lock()
        self._told = ""

    def resource(self, told: Told, config: Mapping[str, Any], preview: bool) -> list[str]:
        """Every violation of a resource. Raises: NotOurs for a resource of somebody else's stack without a graph."""
        with self._lock:
            try:
                held = self._held(config, told.project, told.stack)
            except NotHeld as reason:
                return [self._refusal(str(reason))]
            return [f"{each}; {_MEND}" for each in self._violations(told, held, preview)]

    def stack(
        self,
        told: list[Told],
        dependencies: Mapping[str, Mapping[str, list[str]]],
        config: Mapping[str, Any],
        project: str,
        stack: str,
    ) -> list[str]:
        """Every violation of the whole: what is missing, and what a reference does not refer to. Raises: NotOurs."""
        try:
            held = self._held(config, project, stack)
        except NotHeld as reason:
            return [str(reason)]
        present = {each.urn: each for each in told}
        found = [
            f"{node.address} ({node.source}) stands in the proved graph and not in the stack; {_MEND}"
            for urn, node in sorted(held.nodes.items())
            if urn not in dependencies
        ]
        for urn, node in sorted(held.nodes.items()):
            if urn in present:
                found += _unreferred(node, present[urn], dependencies.get(urn, {}), held, self._uses_of(held.graph))
        return found

    def _held(self, config: Mapping[str, Any], project: str, stack: str) -> Proved:
        held = proved(config, project, stack)
        if held is None:
            raise NotOurs("no proved graph is configured, and the stack is none of the landing zone: rules judge it")
        return held

    def _refusal(self, reason: str) -> str:
        """The paragraph once, and for the other resources that there is one."""
        if self._told == reason:
            return "nothing of this stack is created, for the reason told at its first resource"
        self._told = reason
        return reason

    def _uses_of(self, graph: Graph) -> Uses:
        return self._uses.setdefault(id(graph), (graph, Uses(graph)))[1]

    def _violations(self, told: Told, held: Proved, preview: bool) -> Iterator[str]:
        if told.token == _STACK or _is_component(told):
            return
        if told.token.startswith(PROVIDER):
            yield from (f"{told.token} {told.name}: {each}" for each in provider_differences(told, held.nodes.values()))
            return
        if told.token == REFERENCE:
            stacks = {node.address.partition("/")[0] for node in held.graph}
            yield from (f"{told.token} {told.name}: {each}" for each in reference_differences(told, stacks))
            return
        node = held.nodes.get(told.urn)
        if node is None:
            address = f"{told.project}.{told.stack}/{type_of(told.token)}.{told.name}"
            yield f"{address} does not stand in the proved graph; its URN is {told.urn}"
            return
        where = f"{node.address} ({node.source})" if node.source else node.address
        uses = self._uses_of(held.graph)
        yield from (f"{where}: {each}" for each in _differences(told, node, uses, preview))


class NotOurs(Exception):
    """A stack is not one that a proved graph is configured for, nor one of the landing zone's."""


def _is_component(told: Told) -> bool:
    """Whether it is a component of the landing zone: a name around resources, which no provider makes."""
    return told.token.startswith("phizone:") and told.provider is None


def _differences(told: Told, node: Node, uses: Uses, preview: bool) -> Iterator[str]:
    kind = type_of(told.token)
    if kind != node.type.removeprefix("data."):
        yield f"type is {kind}; proved was {node.type}"
        return
    if told.protect != node.protect:
        yield f"protect is {told.protect}; proved was {node.protect}"
    ignored = tuple(sorted(_path(kind, name) for name in told.ignore_changes))
    if ignored != node.ignore_changes:
        yield f"ignore_changes is {', '.join(ignored) or 'none'}; proved was {', '.join(node.ignore_changes) or 'none'}"
    yield from caller_differences(told.provider, node)
    found = Comparison(uses, node, preview).differences(attributes(told), fields_of(kind))
    yield from (str(each) for each in found)


def _path(kind: str, name: str) -> str:
    try:
        return attribute_path(kind, name.split("."))
    except UnknownType:
        return name


def _unreferred(
    node: Node, told: Told, dependencies: Mapping[str, list[str]], held: Proved, uses: Uses
) -> Iterator[str]:
    """References of the graph that the program's own value does not depend on, where nothing but that can be seen."""
    kind = type_of(told.token)
    names = {name: _path(kind, name) for name in told.properties}
    for name, attribute in sorted(names.items()):
        for urn, address in sorted(_targets(node.attributes.get(attribute), told.properties[name], held, uses)):
            if urn not in dependencies.get(name, []):
                yield (
                    f"{node.address} ({node.source}): {attribute} does not depend on {address}, to which it refers in "
                    f"the proved graph; {_MEND}"
                )


def _targets(wanted: Value, seen: Any, held: Proved, uses: Uses) -> set[tuple[str, str]]:
    """The stack's own resources that a value refers to by what AWS assigns, or that stand in an unknown value."""
    found: set[tuple[str, str]] = set()
    hidden = seen if isinstance(seen, Unknown) else None
    for ref in references(wanted):
        target = held.graph.find(ref.address)
        if target is None or target.urn not in held.nodes:
            continue
        if hidden is not None or isinstance(uses.wanted(ref), Symbol):
            found.add((target.urn, target.address))
    return found
