"""Asking every rule about every subject of one environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from phizone_policies.check import (
    Check,
    Outcome,
    ProofRule,
    RequirementRule,
    ResourceRule,
    Result,
    View,
    failed,
    passed,
    unknown,
)
from phizone_policies.proof import Decision, Proof
from phizone_policies.views.documents import MalformedPolicy
from phizone_stacks.graph.node import Node, Source, UnknownValue

RAISED = "the rule itself failed"
"""How the message of a rule begins that raised instead of answering."""
UNREAD = "what could not be read"
"""Subject of a rule's answer on what of a live account gave no answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One rule's answer for one subject."""

    check: Check
    """The rule."""
    subject: str
    """Address of the resource, or the required thing in words."""
    result: Result
    """The answer."""
    node: Node | None = None
    """The resource; None where a required thing is missing."""
    source: Source | None = None
    """The line of the program to look at: of the neighbour that configures the resource, else of the resource."""
    proof: Proof | None = None
    """For a claim over the whole graph, how it was decided."""


def evaluate(checks: Sequence[Check], view: View) -> tuple[Answer, ...]:
    """Every answer, by rule, then by subject."""
    return tuple(answer for check in checks for answer in _answers(check, view))


def _answers(check: Check, view: View) -> Iterable[Answer]:
    yield from _unread(check, view)
    if check.requirement is not None:
        yield from _required(check, check.requirement, view)
    elif check.rule is not None:
        yield from _judged(check, check.rule, view)
    elif check.proof is not None:
        yield from _decided(check, check.proof, view)
    else:
        raise TypeError(f"check {check.id} is neither a rule nor a requirement nor a proof")


def _unread(check: Check, view: View) -> Iterator[Answer]:
    """What of a live account gave no answer and the rule would have to see; a claim sees everything."""
    kinds = {*check.types, *(read.split(".", 1)[0] for read in check.reads)}
    sees_all = check.proof is not None or "*" in kinds
    missing = [each for each in view.graph.unread if (sees_all or each.type in kinds) and view.answers_in(each.account)]
    if missing:
        first, others = missing[0], len({each.reason for each in missing}) - 1
        more = f", and {others} calls more gave no answer" if others else ""
        told = f"{first.type} of {first.account} {first.region} could not be read: {first.reason}{more}"
        yield Answer(check, UNREAD, unknown(told))


def _judged(check: Check, rule: ResourceRule, view: View) -> Iterator[Answer]:
    read = dict.fromkeys(read.split(".", 1)[0] for read in check.reads)
    neighbours = tuple(kind for kind in read if kind not in check.types)
    for node in view.judged(*check.types):
        yield Answer(check, node.address, _ask(rule, node, view), node, _to_mend(neighbours, node, view).source)


def _to_mend(neighbours: tuple[str, ...], node: Node, view: View) -> Node:
    """The first of the neighbours a check reads that configures the node, as a bucket's encryption configuration."""
    for kind in neighbours:
        configuring = view.graph.referrers(node, kind) if kind.startswith(node.type) else ()
        if configuring:
            return configuring[0]
    return node


def _ask(rule: ResourceRule, node: Node, view: View) -> Result:
    try:
        return rule(node, view)
    except UnknownValue as missing:
        return unknown(str(missing))
    except Exception as error:  # noqa: BLE001 - a rule that raises has not proved anything
        return _raised(error)


def _required(check: Check, rule: RequirementRule, view: View) -> Iterator[Answer]:
    try:
        found = list(rule(view))
    except UnknownValue as missing:
        node = view.graph.find(missing.address)
        yield Answer(check, check.title, unknown(str(missing)), node, node.source if node else None)
        return
    except Exception as error:  # noqa: BLE001 - as above
        yield Answer(check, check.title, _raised(error))
        return
    for required in found:
        node = required.node
        yield Answer(check, required.what, required.result, node, node.source if node else None)


def _decided(check: Check, rule: ProofRule, view: View) -> Iterator[Answer]:
    try:
        found = list(rule(view))
    except UnknownValue as missing:
        node = view.graph.find(missing.address)
        yield Answer(check, check.title, unknown(str(missing)), node, node.source if node else None)
        return
    except Exception as error:  # noqa: BLE001 - as above
        yield Answer(check, check.title, _raised(error))
        return
    if not found:
        yield Answer(check, check.title, unknown("the claim was decided for nothing"))
    for proof in found:
        yield Answer(check, proof.what, _result(proof), proof.node, proof.node.source if proof.node else None, proof)


def _result(proof: Proof) -> Result:
    if proof.decision is Decision.PROVED:
        return passed()
    if proof.decision is Decision.UNKNOWN:
        return unknown(proof.message)
    steps = {f"step {number:02}": str(hop) for number, hop in enumerate(proof.hops, start=1)}
    return failed(proof.message, **proof.facts, **steps)


def _raised(error: Exception) -> Result:
    if isinstance(error, MalformedPolicy):
        return failed(f"{error}, which AWS refuses")
    return Result(Outcome.FAIL, f"{RAISED}: {type(error).__name__}: {error}")
