"""The zone graph: every node by address and by type, who refers to whom, and the view of one environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value, references

Made = TypeVar("Made")

ZONE = "zone"
"""Name of the view that holds everything."""
UNNAMED_ACCOUNT = "000000000000"
"""The account of what a program builds without saying where; an id AWS never gives, so it equals no other."""
SHARED = "shared"
"""Environment of the nodes that belong to none."""


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """A type of which nobody knows what an account holds in a region: a call that reads it gave no answer."""

    type: str
    """Terraform type, as `aws_kms_key`."""
    account: str
    """Twelve-digit id."""
    region: str
    """Region that was asked, or `global`."""
    reason: str
    """The call and why it gave no answer, in a clause."""


class Graph:
    """A set of nodes with unique addresses, sorted by address; it does not change."""

    def __init__(self, nodes: Iterable[Node], view: str = ZONE, unread: Iterable[Unread] = ()) -> None:
        self._nodes = {node.address: node for node in sorted(nodes, key=lambda node: node.address)}
        self.view = view
        self.unread = tuple(sorted(set(unread)))
        """What could not be read of a live account: rules that read such a type answer UNKNOWN."""
        self._cache: dict[object, object] = {}

    def cached(self, build: Callable[[Graph], Made]) -> Made:
        """What a pure function of the graph gives, asked once: an index that many rules look into."""
        if build not in self._cache:
            self._cache[build] = build(self)
        return cast(Made, self._cache[build])

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, address: str) -> bool:
        return address in self._nodes

    def __getitem__(self, address: str) -> Node:
        return self._nodes[address]

    def find(self, address: str) -> Node | None:
        """The node of an address, or None."""
        return self._nodes.get(address)

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node in self:
            found.setdefault(node.type, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in found.items()}

    def of_type(self, *types: str) -> tuple[Node, ...]:
        """The nodes of these types, by type in the order asked, then by address."""
        return tuple(node for kind in types for node in self._by_type.get(kind, ()))

    @cached_property
    def _edges(self) -> Mapping[str, tuple[str, ...]]:
        return {
            node.address: tuple(
                sorted({ref.address for ref in references(dict(node.attributes))} | set(node.depends_on))
            )
            for node in self
        }

    def refers_to(self, node: Node) -> tuple[str, ...]:
        """Addresses that a node's attributes and `depends_on` name, sorted."""
        return self._edges[node.address]

    @cached_property
    def _referrers(self) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for address, targets in self._edges.items():
            for target in targets:
                found.setdefault(target, []).append(self._nodes[address])
        return {address: tuple(nodes) for address, nodes in found.items()}

    def referrers(self, node: Node, *types: str) -> tuple[Node, ...]:
        """The nodes that refer to this one, of these types or of any, by address."""
        nodes = self._referrers.get(node.address, ())
        return tuple(found for found in nodes if not types or found.type in types)

    def target(self, value: Value) -> Node | None:
        """The node that a value is a reference to, or None."""
        return self._nodes.get(value.address) if isinstance(value, Ref) else None

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """Names of the environments that own a node, sorted."""
        return tuple(sorted({node.environment for node in self} - {SHARED}))

    def dangling(self) -> tuple[tuple[Node, str], ...]:
        """Every (node, address) where a node refers to an address the graph does not hold."""
        return tuple(
            (self._nodes[address], target)
            for address, targets in self._edges.items()
            for target in targets
            if target not in self._nodes
        )

    def for_environment(self, environment: str) -> Graph:
        """One environment's view: its nodes, the shared ones, and of the others what touches shared ones.

        A foreign node comes along when it refers to a shared node, with all it refers to in turn: its attachments,
        their VPC and CIDR, its routes. So a claim as "no path between environments" has the same verdict on the view.
        """
        own = {node.address for node in self if node.environment in (environment, SHARED)}
        shared = {node.address for node in self if node.environment == SHARED}
        touching = [node.address for node in self if shared & set(self._edges[node.address])]
        view = Graph((self._nodes[address] for address in self._closure(own, touching)), environment, self.unread)
        # A node refers to the same in every view.
        view._edges = {address: self._edges[address] for address in view._nodes}
        return view

    def _closure(self, start: set[str], more: Iterable[str]) -> set[str]:
        reached = set(start)
        waiting = [*more, *start]
        reached.update(waiting)
        while waiting:
            for target in self._edges.get(waiting.pop(), ()):
                if target not in reached and target in self._nodes:
                    reached.add(target)
                    waiting.append(target)
        return reached
