"""What holds an environment's data behind access rules, by whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from phizone_policies.check import View
from phizone_policies.proofs.access.chains import Wanted
from phizone_policies.proofs.access.chains.ways import describing, reading
from phizone_policies.proofs.access.world import Resource, World
from phizone_policies.proofs.access.world.kinds import unmodelled
from phizone_policies.views.stores import STORES
from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.types import taggable


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that holds data."""

    node: Node
    """The resource."""
    team: str
    """Whose it is, by its tag; `platform` for what belongs to no team."""
    holds_data: bool
    """Whether it holds data of the environment's own class, by its tag, and not only what is made of it."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of them."""

    found: tuple[Holding, ...]
    """Those of which it is known how they are read."""
    unknown: tuple[str, ...]
    """The others, and what does not tell its tags, a reason each."""

    def of_team(self, team: str) -> tuple[Holding, ...]:
        """What a team's tag names; of the platform what holds the environment's own data."""
        return tuple(each for each in self.found if each.team == team and (team != PLATFORM or each.holds_data))

    @property
    def with_data(self) -> tuple[Holding, ...]:
        """What holds data of the environment's own class."""
        return tuple(each for each in self.found if each.holds_data)


def holdings(view: View) -> Holdings:
    """What holds the data of the environment that is judged. Raises: NoZone."""
    found: list[Holding] = []
    unknown: list[str] = []
    for node in _candidates(view):
        try:
            held = _holding(view, node)
        except UnknownValue as reason:
            unknown.append(str(reason))
            continue
        if node.type in reading():
            found.append(held)
        elif held.holds_data:
            unknown.append(f"nothing is known here of how {node.address} is read")
    return Holdings(tuple(found), tuple(unknown))


def wanted(world: World, holding: Holding) -> tuple[Wanted, ...]:
    """To read what something holds, one for each of what may be asked for."""
    how = reading()[holding.node.type]
    resource = world.resource_of(holding.node)
    return tuple(Wanted(each.actions, _asked(resource, each.asks), each.below) for each in (how, *how.also))


def _asked(resource: Resource, asks: str) -> Resource:
    """What is asked for in place of a resource; its name stands in it, so that it is asked of no other."""
    start, _, name = resource.arn.rpartition(":")
    start = start.rpartition(":")[0] if asks else start
    return replace(resource, arn=f"{start}:{asks.format(id=name)}") if asks else resource


def _candidates(view: View) -> Iterator[Node]:
    """What may hold data: known stores, and whatever else has tags and is of a type of which nothing is known."""
    own = (node for node in view.graph if node.environment == view.environment.name)
    kinds = {*reading(), *STORES} - describing()
    return (node for node in own if node.type in kinds or (unmodelled(node.type) and taggable(node.type) is not False))


def _holding(view: View, node: Node) -> Holding:
    holds_data = tag(node, "DataClassification") == view.environment.data.classification
    return Holding(node, tag(node, "Team") or PLATFORM, holds_data)
