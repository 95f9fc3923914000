"""The aliases of each key, by which policies may name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.world.facts import RESOURCE_ALIASES, Facts
from phizone_policies.views.keys import Owner, key_identity
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node


@dataclass(frozen=True, slots=True)
class _Aliases:
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the address of their key."""
    untold: frozenset[str] = frozenset()
    """Accounts with an alias that tells its name or its key not."""


def aliases_of(graph: Graph, key: Node) -> Facts:
    """The condition key of a key's aliases; nothing where an alias of its account may be one that nobody knows."""
    known = graph.cached(_aliases)
    return {} if key.account in known.untold else {RESOURCE_ALIASES: known.names.get(key.address)}


def _aliases(graph: Graph) -> _Aliases:
    names: dict[str, tuple[str, ...]] = {}
    untold: set[str] = set()
    for alias in graph.of_type("aws_kms_alias"):
        name, found = alias.peek("name"), key_identity(graph, alias.peek("target_key_id"))
        if not isinstance(name, str) or found is None:
            untold.add(alias.account)
        elif found.owner is Owner.OURS and found.key is not None:
            names[found.key.address] = (*names.get(found.key.address, ()), name)
    return _Aliases(names, frozenset(untold))
