"""Who can do what to which resource, by themselves or by acting as somebody else, step by step."""

from __future__ import annotations

from phizone_policies.proofs.access.chains.asking import Answer
from phizone_policies.proofs.access.chains.chain import Chain, Wanted
from phizone_policies.proofs.access.chains.readers import Access
from phizone_policies.proofs.access.chains.step import Step
from phizone_policies.proofs.access.world import World

__all__ = ["Access", "Answer", "Chain", "Step", "Wanted", "access_of"]


def access_of(world: World) -> Access:
    """Who can do what in a world, put together once for each world."""
    known = world.graph.cached(_kept)
    if world not in known:
        known[world] = Access(world)
    return known[world]


def _kept(_: object) -> dict[World, Access]:
    return {}
