"""A small zone to break, two teams' keys and buckets; and the example zone broken over several hops."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from phizone_environments.zone import Zone
from phizone_policies.check import View
from phizone_policies.discover import all_proofs
from phizone_policies.mutation.hops import OPERATORS, hops
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.values import broken_values
from phizone_scripts.mutation import try_mutants
from phizone_stacks.graph.canonical import dumps
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value


@pytest.fixture
def broken() -> Callable[[Value], dict[tuple[str, str], Value]]:
    """What each operator makes of a value that stands in a bucket, by path and operator; the last of several."""
    keys = [
        Node(address=f"w/aws_kms_key.{team}", type="aws_kms_key", name=team, attributes={"tags": {"Team": team}})
        for team in ("cardiology", "radiology")
    ]
    bucket = Node(address="w/aws_s3_bucket.raw", type="aws_s3_bucket", name="raw")
    graph = Graph([*keys, bucket])
    return lambda value: {(each.path, each.operator): each.value for each in broken_values(graph, bucket, value)}


@pytest.fixture
def key() -> Ref:
    """The ARN of cardiology's key."""
    return Ref("w/aws_kms_key.cardiology", "arn")


@pytest.fixture(scope="session")
def prod(captured: Graph, zone: Zone) -> View:
    """What rules look at for prod."""
    return View(captured.for_environment("prod"), zone, zone.environment("prod"))


@pytest.fixture(scope="session")
def over_hops(prod: View) -> list[Mutant]:
    """Every mutant of prod over several hops."""
    return list(hops(prod))


@pytest.fixture(scope="session")
def by_operator(over_hops: list[Mutant]) -> dict[str, list[Mutant]]:
    """The same by operator."""
    return {name: [mutant for mutant in over_hops if mutant.operator == name] for name in OPERATORS}


@pytest.fixture(scope="session")
def of_some(by_operator: dict[str, list[Mutant]]) -> Callable[[int, int], list[Mutant]]:
    """One mutant of each of some operators, chosen by a seed."""

    def choose(seed: int, number: int) -> list[Mutant]:
        chance = random.Random(seed)  # noqa: S311 - a choice of tests, no secret
        return [chance.choice(by_operator[name]) for name in chance.sample(OPERATORS, number)]

    return choose


@pytest.fixture(scope="session")
def unnoticed(prod: View) -> Callable[[list[Mutant]], list[str]]:
    """Those of some mutants that the proof which is to notice them does not, or on which a proof raised."""

    def tried(mutants: list[Mutant]) -> list[str]:
        trials = try_mutants(prod, all_proofs(), mutants)
        return [str(each.mutant) for each in trials if each.noticed_by != each.mutant.near or each.raised]

    return tried


@pytest.fixture(scope="session")
def zone_file(captured: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zone graph in a file."""
    file = tmp_path_factory.mktemp("zone") / "zone.json"
    file.write_text(dumps(captured), encoding="utf-8")
    return file
