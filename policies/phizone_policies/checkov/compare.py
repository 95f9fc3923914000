"""checkov's opinions held against the reasons and against our own answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.check import Outcome
from phizone_policies.checkov.load import Data, Pair, Reason
from phizone_policies.checkov.scan import Opinion, Scan
from phizone_policies.evaluate import Answer
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Source

_ORDER = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE)
_OPEN = (Outcome.FAIL, Outcome.UNKNOWN)

Answers = Mapping[tuple[str, str], Outcome]
"""The worst outcome of a rule on an address."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check of checkov's that failed."""

    opinion: Opinion
    """The check and the resource."""
    source: Source | None
    """The resource's line; None where it cannot be told."""
    reason: Reason | None
    """Why that is no finding of ours; None where nobody wrote why."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A resource on which checkov and our paired rules differ."""

    opinion: Opinion
    """checkov's opinion."""
    rules: tuple[str, ...]
    """Our paired rules that say otherwise."""
    source: Source | None
    """The resource's line; None where it cannot be told."""
    reason: str
    """Why they differ; empty where nobody wrote why."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scan beside our answers."""

    scan: Scan
    """The scan."""
    failures: tuple[Failure, ...]
    """What checkov fails, by id and address."""
    disagreements: tuple[Disagreement, ...]
    """Where the two differ, by id and address."""

    @property
    def unexplained(self) -> tuple[Failure, ...]:
        """The failures without a reason."""
        return tuple(failure for failure in self.failures if failure.reason is None)


def compare(scan: Scan, graph: Graph, answers: Answers, data: Data) -> Comparison:
    """A scan of a graph's plan beside the answers of our rules on that graph."""
    return Comparison(
        scan,
        tuple(
            Failure(opinion, _source(graph, opinion), data.reason(opinion.id, opinion.address))
            for opinion in scan.failures
        ),
        tuple(_disagreements(scan, graph, answers, data)),
    )


def worst(answers: Iterable[Answer]) -> dict[tuple[str, str], Outcome]:
    """The worst outcome by rule and address; a shared resource is judged once in each environment."""
    found: dict[tuple[str, str], Outcome] = {}
    for answer in answers:
        if answer.node is not None:
            key = (answer.check.id, answer.node.address)
            found[key] = min(answer.result.outcome, found.get(key, answer.result.outcome), key=_ORDER.index)
    return found


def unused(scan: Scan, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that no failure of a scan needs: what is not covered by an earlier one."""
    waiting = list(reasons)
    failures = scan.failures
    needed = {
        next((position for position, reason in enumerate(waiting) if reason.covers(each.id, each.address)), None)
        for each in failures
    }
    return tuple(reason for position, reason in enumerate(waiting) if position not in needed)


def _disagreements(scan: Scan, graph: Graph, answers: Answers, data: Data) -> Iterator[Disagreement]:
    pairs = {pair.id: pair for pair in data.pairs}
    for opinion in scan.opinions:
        pair = pairs.get(opinion.id)
        if pair is None:
            continue
        ours = _ours(pair, opinion.address, graph, answers)
        if opinion.passed:
            stricter = tuple(rule for rule, outcome in ours.items() if outcome in _OPEN)
            if stricter:
                yield Disagreement(opinion, stricter, _source(graph, opinion), pair.less)
        elif ours and all(outcome is Outcome.PASS for outcome in ours.values()):
            reason = data.reason(opinion.id, opinion.address)
            yield Disagreement(opinion, tuple(ours), _source(graph, opinion), reason.reason if reason else "")


def _ours(pair: Pair, address: str, graph: Graph, answers: Answers) -> dict[str, Outcome]:
    """What our paired rules say of a resource, or else of what it refers to: a bucket, for its versioning."""
    node = graph.find(address)
    subjects = [address, *(graph.refers_to(node) if node else ())]
    found: dict[str, Outcome] = {}
    for rule in pair.rules:
        said = [answers[rule, subject] for subject in subjects if (rule, subject) in answers]
        if said and said[0] is not Outcome.NOT_APPLICABLE:
            found[rule] = said[0]
    return found


def _source(graph: Graph, opinion: Opinion) -> Source | None:
    node = graph.find(opinion.address)
    return node.source if node else None
