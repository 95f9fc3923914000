"""The numbered cases that need a graph: who can do something to a resource, by themselves and through chains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_policies.cases import graph_of
from phizone_policies.proofs.access.chains import Access, Chain, Wanted, access_of
from phizone_policies.proofs.access.chains.ways import reading
from phizone_policies.proofs.access.world import World, world_of
from phizone_stacks.graph.canonical import decode

CASES = Path(__file__).parents[1] / "cases" / "graph"


@dataclass(frozen=True)
class Row:
    """One sub-case: a graph, and what is asked of it."""

    name: str
    case: Mapping[str, Any]

    @property
    def world(self) -> World:
        """The world of its graph."""
        return world_of(graph_of(decode(self.case["resources"])))

    def chains(self) -> tuple[Chain, ...]:
        """The chains of everybody but root users, who need nobody's permission."""
        world, ask = self.world, self.case["ask"]
        node = world.graph[ask["resource"]]
        below = reading()[node.type].below if node.type in reading() else ""
        found = access_of(world).who_can(Wanted((ask["action"],), world.resource_of(node), below))
        return tuple(chain for chain in found if not chain.principal.arn.endswith(":root"))

    def readers(self, *, directly: bool = False) -> list[str]:
        """The principals of the graph that certainly can."""
        return sorted(
            chain.principal.name
            for chain in self.chains()
            if chain.principal.node and not chain.unknown and not (directly and chain.steps)
        )


def _rows(key: str) -> list[Row]:
    return [
        Row(f"{file.stem}: {case['name']}", case)
        for file in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
        if key in case
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that take `read_row`, `unknown_row` or `door_row` run once for each case of that kind."""
    for fixture, key in (("read_row", "readers"), ("unknown_row", "unknown"), ("door_row", "through")):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, _rows(key), ids=lambda row: row.name)


@pytest.fixture
def access() -> Callable[[str], Access]:
    """Who can do what in a graph that is written as the resources of a case."""
    return lambda text: access_of(world_of(graph_of(decode(yaml.safe_load(text)))))
