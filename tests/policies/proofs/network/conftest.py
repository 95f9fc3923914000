"""The numbered cases of network semantics, each question of each a test of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_policies.cases import graph_of
from phizone_policies.proofs.network.build import network_of
from phizone_policies.proofs.network.ends import ends_of
from phizone_policies.proofs.network.engine import reach, resolve
from phizone_policies.proofs.network.model import EVERY_PORT, Network, Traffic
from phizone_policies.proofs.network.question import Answer, Question, Reach

CASES = Path(__file__).parent / "cases"
DNS = "dns"
_NUMBERS = {"icmp": 1, "tcp": 6, "udp": 17}


@dataclass(frozen=True)
class Asked:
    """One question of a case and its answer."""

    name: str
    resources: Mapping[str, Any]
    source: str
    target: str
    traffic: Traffic
    answer: Answer
    because: tuple[str, ...]
    past: tuple[str, ...]


def _asked() -> Iterator[Asked]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            for ask in case["ask"]:
                yield _one(f"{file.stem.replace('_', ' ')}, {case['name']}", case["resources"], ask)


def _one(name: str, resources: Mapping[str, Any], ask: Mapping[str, Any]) -> Asked:
    protocol, port = ask.get("protocol"), ask.get("port")
    asked = " ".join(str(each) for each in (ask["from"], "to", ask["to"], protocol, port) if each is not None)
    return Asked(
        name=f"{name}: {asked}",
        resources=resources,
        source=ask["from"],
        target=ask["to"],
        traffic=Traffic(_NUMBERS[protocol] if protocol else None, (port, port) if port is not None else EVERY_PORT),
        answer=Answer(ask["answer"]),
        because=tuple(ask.get("because", ())),
        past=tuple(ask.get("past", ())),
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that takes `question_of_a_row` runs once for each."""
    if "question_of_a_row" in metafunc.fixturenames:
        metafunc.parametrize("question_of_a_row", list(_asked()), ids=lambda asked: asked.name)


@pytest.fixture(scope="session")
def rows() -> list[int]:
    """Numbers of the cases that are there."""
    return [int(file.name[:2]) for file in sorted(CASES.glob("*.yaml"))]


@pytest.fixture
def answered() -> Callable[[Asked], tuple[Network, Reach]]:
    """The network of a case and the answer to its question."""

    def answer(asked: Asked) -> tuple[Network, Reach]:
        graph = graph_of(asked.resources)
        network = network_of(graph)
        sources = ends_of(graph, network, asked.source)
        if asked.target == DNS:
            return network, resolve(network, sources)
        return network, reach(network, Question(sources, ends_of(graph, network, asked.target), asked.traffic))

    return answer


@pytest.fixture(scope="session")
def told() -> Callable[[Reach], str]:
    """Everything that an answer tells, as one text."""

    def text(found: Reach) -> str:
        hops = (*(found.way.hops if found.way else ()), *found.hops, *found.blockers)
        return "\n".join([f"{hop.at} {hop.does}" for hop in hops] + list(found.unknown))

    return text
