"""From a graph to who can ask, what is asked for, and every policy between the two."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from phizone_environments.organization import Organization
from phizone_policies.proofs.access.world.principals import Kind, Principal
from phizone_policies.proofs.access.world.resources import Resource
from phizone_policies.proofs.access.world.world import ASSUMPTIONS, World
from phizone_stacks.graph.graph import Graph

__all__ = ["ASSUMPTIONS", "Kind", "Principal", "Resource", "World", "world_of"]


def world_of(graph: Graph, organization: Organization | None = None) -> World:
    """The principals, resources and policies of a graph, put together once for each graph and organization."""
    return graph.cached(_of(organization))


@lru_cache(maxsize=64)
def _of(organization: Organization | None) -> Callable[[Graph], World]:
    """The function from a graph to its world, the same for the same organization."""

    def build(graph: Graph) -> World:
        return World(graph, organization)

    return build
