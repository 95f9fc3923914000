"""The numbered cases that need a graph: who can do something to a resource, by themselves and through chains."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_policies.cases import graph_of
from phizone_policies.proofs.access.chains import Access, Chain, Wanted, access_of
from phizone_policies.proofs.access.chains.ways import reading
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.holdings import Holding, wanted
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Principal, World, world_of
from phizone_policies.proofs.access.world.doors import Door
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.views.documents import parse
from phizone_stacks.graph.canonical import decode

KINDS = {
    "around_row": "around",
    "deputy_row": "deputy",
    "door_row": "through",
    "read_row": "readers",
    "unknown_row": "unknown",
}
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

    def deputies(self) -> list[str]:
        """The services that certainly can for somebody of an account which is not ours."""
        world, ask = self.world, self.case["ask"]
        resource = world.resource_of(world.graph[ask["resource"]])
        below = reading()[resource.node.type].below
        asking = access_of(world).asking
        services = (world.principals[name] for name in self.case["services"])
        asked = ((each, asking.ask(each, ask["action"], resource, below=below, facts=ELSEWHERE)) for each in services)
        return [each.arn for each, answer in asked if answer.is_certain]

    def through(self) -> dict[str, str]:
        """What is answered through each endpoint, and through `none`, to one of the graph's principals."""
        world, ask = self.world, self.case["ask"]
        who = world.principals[arn_of(world.graph, world.graph[self.case["who"]])]
        return {name: self._decided(world, who, ask, world.door(name)) for name in self.case["through"]}

    def _decided(self, world: World, who: Principal, ask: Mapping[str, str], door: Door | None) -> str:
        known = world.policies_for(who, ask["action"], None, door)
        context = {"aws:resourceaccount": (ask["resource_account"],)}
        request = Request(
            principal=who.arn,
            action=ask["action"],
            resource=ask["resource"],
            resource_account=ask["resource_account"],
            context=context | ({"aws:sourcevpce": (door.id,)} if door else {}),
        )
        return decide(request, replace(known, resource=parse(ask["resource_policy"]))).outcome.value

    def governors(self) -> list[str]:
        """What may let others at the resource by rules that are not modelled."""
        world = self.world
        return [gap.node.address for gap in world.gaps_at(world.resource_of(world.graph[self.case["ask"]["resource"]]))]

    def readers(self, *, directly: bool = False) -> list[str]:
        """The principals of the graph that certainly can."""
        return sorted(
            chain.principal.name
            for chain in self.chains()
            if chain.principal.node and not chain.unknown and not (directly and chain.steps)
        )


ELSEWHERE = {
    "aws:sourceaccount": ("999999999999",),
    "aws:sourcearn": ("arn:aws:cloudtrail:us-east-1:999999999999:trail/theirs",),
    "aws:sourceorgid": ("o-elsewhere",),
}
"""The condition keys of what a service does for somebody of another organization."""


def _rows(key: str) -> list[Row]:
    return [
        Row(f"{file.stem}: {case['name']}", case)
        for file in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
        if key in case
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that take a row of a kind run once for each case of that kind."""
    for fixture, key in KINDS.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, _rows(key), ids=lambda row: row.name)


@pytest.fixture
def access() -> Callable[[str], Access]:
    """Who can do what in a graph that is written as the resources of a case."""
    return lambda text: access_of(world_of(graph_of(decode(yaml.safe_load(text)))))


@pytest.fixture
def asserted() -> set[str]:
    """Every key of a row of the numbered cases."""
    rows = (case for file in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8")))
    return {key for case in rows for key in case}


@pytest.fixture
def row_kinds() -> set[str]:
    """The keys by which rows are told apart."""
    return set(KINDS.values())


TRUSTS = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)
"""What lets no principal of the graph into a role."""


@pytest.fixture
def access_to_phi(access) -> Callable[[str], dict[str, bool]]:
    """Everybody but root users who reads the objects of `phi-raw`, each with whether that is certain."""

    def read(text: str) -> dict[str, bool]:
        found = access(json.dumps({"aws_s3_bucket.phi": {"bucket": "phi-raw"}, **yaml.safe_load(text)}))
        resource = found.world.resource_of(found.world.graph["aws_s3_bucket.phi"])
        chains = found.who_can(Wanted(("s3:GetObject",), resource, "/?*"))
        return {each.principal.name: not each.unknown for each in chains if not each.principal.arn.endswith(":root")}

    return read


@pytest.fixture
def who(access_to_phi) -> Callable[..., dict[str, bool]]:
    """Those of the graph who read them; a role `dev` may do what the statements `own` say."""

    def read(own: Sequence[Mapping[str, object]], text: str = "", boundary: str = "") -> dict[str, bool]:
        dev = {"name": "dev", "assume_role_policy": TRUSTS, "inline_policy": [{"policy": _policy(own)}]}
        bounds = {"permissions_boundary": boundary} if boundary else {}
        resources = {"aws_iam_role.dev": dev | bounds, **(yaml.safe_load(text) or {})}
        found = access_to_phi(json.dumps(resources))
        return {name: certain for name, certain in found.items() if name.startswith("aws_iam_")}

    return read


@pytest.fixture
def readers_of() -> Callable[[str, Mapping[str, Any]], dict[str, bool]]:
    """Everybody but root users who reads what a resource holds, each with whether that is certain."""

    def read(address: str, resources: Mapping[str, Any]) -> dict[str, bool]:
        world = world_of(graph_of(decode(dict(resources))))
        asked = wanted(world, Holding(world.graph[address], "", True))
        chains = [chain for each in asked for chain in access_of(world).who_can(each)]
        return {each.principal.name: not each.unknown for each in chains if not each.principal.arn.endswith(":root")}

    return read


@pytest.fixture
def reader() -> Callable[..., dict[str, Any]]:
    """A role `dev` that is let do some actions on a resource, and what else is said of it."""

    def role(actions: Sequence[str], resource: str = "*", **more: object) -> dict[str, Any]:
        policy = _policy([{"Action": list(actions), "Resource": resource, **more}])
        return {"name": "dev", "assume_role_policy": TRUSTS, "inline_policy": [{"policy": policy}]}

    return role


def _policy(statements: Sequence[Mapping[str, object]]) -> str:
    allowed = [{"Effect": "Allow", "Resource": "*", **each} for each in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})
