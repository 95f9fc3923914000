"""Refuted claims with one value after the other made unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from phizone_environments.zone import Zone
from phizone_policies.cases import load_cases
from phizone_policies.check import Check, Outcome, View
from phizone_policies.discover import all_proofs
from phizone_policies.evaluate import evaluate
from phizone_policies.proofs.access.stories import Told, load_stories
from phizone_policies.trial import ENVIRONMENT, reference_zone
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Unknown, Value

PROOFS = Path(__file__).parents[2]
CHECKOUT = Path(__file__).parents[5]
MUTANTS = ("mutants_access.yaml", "mutants_data.yaml")
STORIES = "policies/stories.yaml"
CLAIMS = (
    "archive_is_beyond_the_workloads",
    "data_stays_in_allowed_regions",
    "deployer_is_not_locked_out",
    "every_guardrail_can_match",
    "key_loss_strands_known_data",
    "no_outsider_reads_phi",
    "nobody_moves_data_to_other_regions",
    "phi_reads_reach_the_archive",
    "phi_store_is_read_by_its_team_alone",
    "roles_are_passed_within_their_team",
    "services_still_work",
    "store_decrypts_for_its_team_alone",
    "stories_come_true",
)
Seen = Mapping[str, Outcome]
"""Outcomes by what is claimed."""


@dataclass(frozen=True)
class Refuted:
    """A claim that some graph refutes, and what of the graph is made unknown."""

    name: str
    rule: Check
    graph: Graph
    claims: frozenset[str]
    nodes: tuple[Node, ...]
    asked: Callable[[Check, Graph], Seen]

    def proved(self, node: Node, name: str, value: Value) -> Iterator[str]:
        """What is said of the claims that are proved, or about which nothing is said, with one value in place."""
        doubted = replace(node, attributes={**node.attributes, name: value})
        found = self.asked(self.rule, Graph(doubted if each is node else each for each in self.graph))
        lost = [claim for claim in self.claims if found.get(claim) is Outcome.PASS]
        # A rule that cannot tell its claims apart any more says so once.
        silent = not self.claims & found.keys() and not {Outcome.UNKNOWN, Outcome.FAIL} & set(found.values())
        yield from (f"{self.name}: {self.rule.id}, {node.address}.{name}: {claim}" for claim in lost)
        yield from [f"{self.name}: {self.rule.id}, {node.address}.{name}: nothing"] if silent else ()


def _doubts(value: Value) -> Iterator[Value]:
    """A value unknown as a whole, then with each value inside it unknown."""
    yield Unknown("not known")
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: doubt} for doubt in _doubts(item))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from ([*value[:place], doubt, *value[place + 1 :]] for doubt in _doubts(item))


def _proved(refuted: Iterable[Refuted], step: int) -> set[str]:
    """What must not be said, each n-th doubt tried."""
    tried = [
        (each, node, name, doubt)
        for each in refuted
        for node in each.nodes
        for name, value in node.attributes.items()
        for doubt in _doubts(value)
    ][::step]
    assert tried
    return {said for each, node, name, doubt in tried for said in each.proved(node, name, doubt)}


@pytest.fixture(scope="session")
def rules() -> Mapping[str, Check]:
    """The claims about access, keys, residency and logs, by id."""
    return {rule.id: rule for rule in all_proofs() if rule.id in CLAIMS}


def _asked(zone: Zone, name: str, stories: tuple[Told, ...], rule: Check, graph: Graph) -> Seen:
    view = View(graph, zone, zone.environment(name), stories)
    return {answer.subject: answer.result.outcome for answer in evaluate([rule], view)}


@pytest.fixture(scope="session")
def proved_by_doubt(rules: Mapping[str, Check]) -> Callable[[int], set[str]]:
    """Claims that failing cases refute and that are proved once a value is unknown, each n-th value tried."""
    asked = partial(_asked, reference_zone(), ENVIRONMENT, ())
    refuted = [
        Refuted(case.name, rule, case.graph, case.expected[Outcome.FAIL], tuple(case.graph), asked)
        for rule in rules.values()
        for case in load_cases(rule.id, rule.origin).cases
        if case.expected[Outcome.FAIL]
    ]
    return lambda step: _proved(refuted, step)


@pytest.fixture(scope="session")
def proved_by_doubt_in_the_zone(
    rules: Mapping[str, Check], captured: Graph, zone: Zone, mutate: Callable[[Graph, Any], Graph]
) -> Callable[[int, int], set[str]]:
    """The same of each n-th broken zone, where what stands in a witness is made unknown."""
    asked = partial(_asked, zone, "prod", load_stories(CHECKOUT / STORIES, STORIES))

    def found(each: int, step: int) -> set[str]:
        mutant, view = partial(_mutant, captured, mutate), partial(_view, zone)
        return _proved(_broken(rules, mutant, view, asked, each), step)

    return found


def _mutant(captured: Graph, mutate: Callable[[Graph, Any], Graph], entry: Mapping[str, Any]) -> Graph:
    change = SimpleNamespace(name=entry["name"], at=entry["at"], change=entry)
    return mutate(captured, change).for_environment("prod")


def _view(zone: Zone, graph: Graph) -> View:
    return View(graph, zone, zone.environment("prod"), load_stories(CHECKOUT / STORIES, STORIES))


def _broken(
    rules: Mapping[str, Check],
    mutant: Callable[[Mapping[str, Any]], Graph],
    view: Callable[[Graph], View],
    asked: Callable[[Check, Graph], Seen],
    each: int,
) -> Iterator[Refuted]:
    for file in MUTANTS:
        for entry in yaml.safe_load((PROOFS / file).read_text(encoding="utf-8"))[::each]:
            names = [name for name, change in entry["changes"].items() if "REFUTED" in change]
            graph = mutant(entry) if names else None
            for name in names if graph is not None else ():
                found = [
                    answer for answer in evaluate([rules[name]], view(graph)) if answer.result.outcome is Outcome.FAIL
                ]
                proofs = [answer.proof for answer in found if answer.proof is not None]
                told = {hop.at for proof in proofs for hop in proof.hops}
                told |= {proof.node.address for proof in proofs if proof.node is not None}
                nodes = tuple(node for address in sorted(told) if (node := graph.find(address)) is not None)
                claims = frozenset(answer.subject for answer in found)
                yield Refuted(entry["name"], rules[name], graph, claims, nodes, asked)
