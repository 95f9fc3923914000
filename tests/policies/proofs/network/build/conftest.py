"""Small graphs as text, read as networks, and networks as text.

In a graph `@aws_vpc.a` refers to the id of `aws_vpc.a`, and `@aws_vpc.a:cidr_block` to another of its attributes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, summarize_address_range
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from phizone_environments.zone import Zone
from phizone_policies.cases import graph_of
from phizone_policies.proofs.network.build import network_of
from phizone_policies.proofs.network.build.kinds import holders, managed, modelled
from phizone_policies.proofs.network.ends import ends_of
from phizone_policies.proofs.network.engine import reach
from phizone_policies.proofs.network.model import IPV4, Block, GroupRule, Kind, Network, Traffic
from phizone_policies.proofs.network.question import Answer, Ends, Question
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.values import Unknown
from phizone_stacks.plan.read import read_plan
from phizone_stacks.translation import index

CASES = Path(__file__).parents[1] / "cases"
_THROUGH = ("REACHABLE", "ONE_WAY", "PROXY", "CONDITIONAL")
PLANS = Path(__file__).parents[6] / "shared/data/plans"


@pytest.fixture(scope="session")
def graph() -> Callable[[str], Graph]:
    """The graph of a text."""

    def read(text: str) -> Graph:
        return graph_of(_referring(yaml.safe_load(text)))

    return read


@pytest.fixture(scope="session")
def network(graph) -> Callable[[str], Network]:
    """The network of a graph's text."""

    def read(text: str) -> Network:
        return network_of(graph(text))

    return read


def _referring(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _referring(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_referring(each) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        address, _, attribute = value[1:].partition(":")
        return {"$ref": {"address": address, "attribute": attribute or "id"}}
    return value


@pytest.fixture(scope="session")
def cidrs() -> Callable[[Iterable[Block]], list[str]]:
    """Blocks as CIDRs, in their order."""
    return _cidrs


def _cidrs(blocks: Iterable[Block]) -> list[str]:
    found = []
    for each in blocks:
        kind = IPv4Address if each.family == IPV4 else IPv6Address
        found += [str(part) for part in summarize_address_range(kind(each.first), kind(each.last))]
    return found


@pytest.fixture(scope="session")
def routes() -> Callable[[Network, str], set[tuple[str, str, str]]]:
    """The routes of a table as (destination, via, target)."""

    def told(network: Network, table: str) -> set[tuple[str, str, str]]:
        found = network.tables[table].routes
        return {(cidr, route.via.value, route.target) for route in found for cidr in _cidrs(route.blocks)}

    return told


@pytest.fixture(scope="session")
def leads() -> Callable[[Network, str], set[tuple[str, str, str]]]:
    """The routes of a transit gateway's table as (destination, attachment, origin)."""

    def told(network: Network, table: str) -> set[tuple[str, str, str]]:
        found = network.transit_tables[table].routes
        return {(_cidrs([route.block])[0], route.attachment, route.origin.value) for route in found}

    return told


@pytest.fixture(scope="session")
def rules() -> Callable[[Iterable[GroupRule]], set[str]]:
    """The rules of one side of a group, each as text."""

    def told(found: Iterable[GroupRule]) -> set[str]:
        return {f"{_traffic(rule.traffic)} {' '.join([*_cidrs(rule.blocks), *rule.groups])}" for rule in found}

    return told


@pytest.fixture(scope="session")
def entries() -> Callable[[Network, str, str], list[str]]:
    """The entries of one side of a network ACL, in order, each as text."""

    def told(network: Network, acl: str, side: str) -> list[str]:
        found = getattr(network.acls[acl], side)
        words = {True: "allow", False: "deny"}
        return [
            f"{each.number} {words[each.allows]} {_traffic(each.traffic)} {_cidrs([each.block])[0]}" for each in found
        ]

    return told


def _traffic(traffic: Traffic) -> str:
    if traffic.protocol is None:
        return "all"
    first, last = traffic.ports
    ports = "" if (first, last) == (0, 65535) else f":{first}" if first == last else f":{first}-{last}"
    return {1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}.get(traffic.protocol, str(traffic.protocol)) + ports


@pytest.fixture(scope="session")
def real() -> Callable[[Network], dict[str, tuple[str, ...]]]:
    """Groups by interface that is not hypothetical."""

    def told(network: Network) -> dict[str, tuple[str, ...]]:
        found = network.interfaces.values()
        return {each.name: each.groups for each in found if each.kind is not Kind.HYPOTHETICAL}

    return told


@pytest.fixture(scope="session")
def possible() -> Callable[[Network], dict[str, str]]:
    """Team by hypothetical interface."""

    def told(network: Network) -> dict[str, str]:
        found = network.interfaces.values()
        return {each.name: each.team for each in found if each.kind is Kind.HYPOTHETICAL}

    return told


@pytest.fixture(scope="session")
def unmodelled() -> Callable[[Network], dict[str, tuple[str, ...]]]:
    """Places by what is not modelled."""

    def told(network: Network) -> dict[str, tuple[str, ...]]:
        return {each.name: each.places for each in network.unmodelled}

    return told


@pytest.fixture(scope="session")
def public() -> Callable[[Network], set[str]]:
    """Interfaces with a public address, hypothetical ones left out."""

    def told(network: Network) -> set[str]:
        found = network.interfaces.values()
        return {each.name for each in found if each.public and each.kind is not Kind.HYPOTHETICAL}

    return told


@pytest.fixture(scope="session")
def meant(graph) -> Callable[[str, str], Ends]:
    """What a person's text means in a graph's text."""

    def ends(text: str, typed: str) -> Ends:
        read = graph(text)
        return ends_of(read, read.cached(network_of), typed)

    return ends


@pytest.fixture(scope="session")
def zone_network(captured: Graph) -> Network:
    """The network of the whole captured zone."""
    return captured.cached(network_of)


@pytest.fixture(scope="session")
def view_network(captured: Graph) -> Network:
    """The network of prod's view of the captured zone."""
    return network_of(captured.for_environment("prod"))


@pytest.fixture(scope="session")
def typed(captured: Graph, zone_network: Network, zone: Zone) -> Callable[[str], Ends]:
    """What a person's text means in the captured zone."""

    def ends(text: str) -> Ends:
        return ends_of(captured, zone_network, text, zone)

    return ends


@pytest.fixture(scope="session")
def by_kind() -> Callable[[Network], Mapping[str, int]]:
    """Number of interfaces by kind."""

    def told(network: Network) -> Mapping[str, int]:
        return Counter(each.kind.value for each in network.interfaces.values())

    return told


@pytest.fixture(scope="session")
def plan_network() -> Callable[[str], Network]:
    """The network of a real plan by its file's name; the test is skipped where the plans are not there."""

    def read(name: str) -> Network:
        if not (PLANS / name).is_file():
            pytest.skip(f"no real plan {name}: ../shared/data/plans is not beside this checkout")
        return network_of(read_plan((PLANS / name).read_text(encoding="utf-8"), name).graph)

    return read


@pytest.fixture(scope="session")
def isolated_by_doubt() -> Callable[[int], set[str]]:
    """Attributes of the numbered cases that isolate what is reachable once they are unknown, each n-th tried."""

    def found(step: int) -> set[str]:
        tried = list(_doubts())[::step]
        assert tried
        return {said for said, graph, ask in tried if _answer(graph, ask) is Answer.ISOLATED}

    return found


def _doubts() -> Iterator[tuple[str, Graph, Mapping[str, Any]]]:
    """Each attribute of each case that has a way through, made unknown."""
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            nodes = list(graph_of(case["resources"]))
            asks = [ask for ask in case["ask"] if ask["answer"] in _THROUGH and ask["to"] != "dns"]
            for ask, node in product(asks, nodes):
                for name in node.attributes:
                    doubt = replace(node, attributes={**node.attributes, name: Unknown("not known")})
                    others = [each for each in nodes if each is not node]
                    yield (
                        f"{file.stem}: {ask['from']} to {ask['to']}, {node.address}.{name}",
                        Graph([*others, doubt]),
                        ask,
                    )


def _answer(graph: Graph, ask: Mapping[str, Any]) -> Answer:
    network = network_of(graph)
    port, number = ask.get("port"), {"icmp": 1, "tcp": 6, "udp": 17}.get(ask.get("protocol", ""))
    traffic = Traffic(number, (port, port)) if port is not None else Traffic(number)
    ends = [ends_of(graph, network, ask[side]) for side in ("from", "to")]
    return reach(network, Question(ends[0], ends[1], traffic)).answer


@pytest.fixture(scope="session")
def unknown_types() -> set[str]:
    """Types of `network_types.yaml` that the provider does not have."""
    known = set(index().tokens)
    return ({*modelled(), *holders(), *managed()}) - known
