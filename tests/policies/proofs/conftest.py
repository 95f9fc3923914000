"""Ways to break the zone that network claims must notice: what `mutants.yaml` says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_environments.zone import Zone
from phizone_policies.check import View
from phizone_policies.discover import all_proofs
from phizone_policies.evaluate import Answer, evaluate
from phizone_stacks.graph.graph import Graph

NETWORK = (
    "aws_apis_only_through_endpoints",
    "dns_is_closed",
    "environments_reach_no_other_environment",
    "internet_reaches_no_phi_subnet",
    "phi_subnets_reach_no_internet",
    "teams_reach_no_other_team",
)


@dataclass(frozen=True)
class Leak:
    """One way to break the zone, the claims it refutes with the resource to mend, and those it makes unknown."""

    name: str
    at: str
    change: Mapping[str, Any]
    refuted: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()


def _leaks() -> list[Leak]:
    entries = yaml.safe_load(Path(__file__).with_name("mutants.yaml").read_text(encoding="utf-8"))
    told = {"name", "at", "refuted", "unknown"}
    return [
        Leak(
            entry["name"],
            entry["at"],
            {key: value for key, value in entry.items() if key not in told},
            entry.get("refuted", {}),
            frozenset(entry.get("unknown", ())),
        )
        for entry in entries
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that takes `leak` runs once for each."""
    if "leak" in metafunc.fixturenames:
        metafunc.parametrize("leak", _leaks(), ids=lambda leak: leak.name)


@pytest.fixture(scope="session")
def leaks() -> list[Leak]:
    """All of them."""
    return _leaks()


@pytest.fixture(scope="session")
def network_claims() -> tuple[str, ...]:
    """Ids of the claims about the network."""
    return NETWORK


@pytest.fixture(scope="session")
def decided(zone: Zone) -> Callable[[Graph, str], tuple[Answer, ...]]:
    """How the network claims stand for an environment."""
    rules = [rule for rule in all_proofs() if rule.id in NETWORK]

    def decide(graph: Graph, environment: str) -> tuple[Answer, ...]:
        return evaluate(rules, View(graph.for_environment(environment), zone, zone.environment(environment)))

    return decide
