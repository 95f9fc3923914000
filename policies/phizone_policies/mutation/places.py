"""Where the zone can be broken: every node, and every attribute that some rule says it reads."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from phizone_policies.check import Check, View
from phizone_policies.mutation.values import broken_values
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

DELETE = "delete"
"""The operator that takes a node out of the graph."""
_NO_MUTANTS = ("tags_all",)
"""Attributes that only repeat another."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """The zone broken in one place, or in the few that one way through it takes."""

    address: str
    """The node."""
    type: str
    """Its type."""
    operator: str
    """What was done to it."""
    path: str
    """The attribute and the way inside it, without positions, as `policy.Deny.PlainHttp`; empty for the node."""
    node: Node | None = field(compare=False)
    """The broken node; None where it is gone."""
    others: Mapping[str, Node | None] = field(default_factory=dict, compare=False)
    """Further nodes that are broken, added, or gone where None, by address."""
    toward: str = ""
    """What was let in or led to, where the path does not tell: an address or a word."""
    near: str = ""
    """Id of the rule that is to notice it and is asked first; empty where that is open."""

    @property
    def kind(self) -> tuple[str, str, str]:
        """What mutants alike have in common: type, path and operator."""
        return self.type, self.path, self.operator

    def __str__(self) -> str:
        return " ".join(part for part in (self.address, self.path, self.operator, self.toward) if part)

    @property
    def changed(self) -> Mapping[str, Node | None]:
        """Every node that is not as it was, by address; None for one that is gone."""
        return {self.address: self.node, **self.others}

    def applied(self, graph: Graph) -> Graph:
        """The graph with these nodes broken, added or gone."""
        changed = self.changed
        kept = (node for node in graph if node.address not in changed)
        return Graph((*kept, *(node for node in changed.values() if node is not None)), graph.view)


def mutants(view: View, checks: Iterable[Check]) -> Iterator[Mutant]:
    """Every mutant of the nodes that an environment answers for, in a fixed order."""
    read = _read(checks)
    for node in view.judged("*"):
        if node.type.startswith("data."):
            continue
        yield Mutant(node.address, node.type, DELETE, "", None)
        for name, value in sorted(node.attributes.items()):
            if name in _NO_MUTANTS or value is None or not {f"{node.type}.{name}", f"*.{name}"} & read:
                continue
            yield from _of_attribute(view.graph, node, name, value)


def sample(found: Sequence[Mutant], seed: int, each: int, most: int | None = None) -> list[Mutant]:
    """At most `each` mutants of every kind, and `most` in all, chosen by the seed; in the order found."""
    chance = random.Random(seed)  # noqa: S311 - a choice of tests, no secret
    kinds: dict[tuple[str, str, str], list[int]] = {}
    for place, mutant in enumerate(found):
        kinds.setdefault(mutant.kind, []).append(place)
    chosen = [place for places in kinds.values() for place in chance.sample(places, min(each, len(places)))]
    if most is not None and most < len(chosen):
        chosen = chance.sample(chosen, most)
    return [found[place] for place in sorted(chosen)]


def _of_attribute(graph: Graph, node: Node, name: str, value: Value) -> Iterator[Mutant]:
    for broken in broken_values(graph, node, value):
        attributes = {key: each for key, each in node.attributes.items() if key != name}
        if broken.value is not None:
            attributes[name] = broken.value
        path = ".".join(part for part in (name, broken.path) if part)
        yield Mutant(node.address, node.type, broken.operator, path, replace(node, attributes=attributes))


def _read(checks: Iterable[Check]) -> frozenset[str]:
    """`type.attribute` of everything that rules read, whatever stands further inside."""
    return frozenset(".".join(read.split(".")[:2]) for check in checks for read in check.reads)
