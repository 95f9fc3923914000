"""Asking every rule about every subject of one environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from phizone_policies.check import Check, Outcome, RequirementRule, ResourceRule, Result, View, unknown
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.graph.node import Node, Source, UnknownValue


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

    @property
    def source(self) -> Source | None:
        """The line of the program to look at; None where nothing made the subject."""
        told = self.result.at or self.node
        return told.source if told else None


def evaluate(checks: Sequence[Check], view: View) -> tuple[Answer, ...]:
    """Every answer, by rule, then by subject."""
    return tuple(answer for check in checks for answer in _answers(check, view))


def _answers(check: Check, view: View) -> Iterable[Answer]:
    if check.requirement is not None:
        return _required(check, check.requirement, view)
    if check.rule is not None:
        return _judged(check, check.rule, view)
    raise TypeError(f"check {check.id} is neither a rule nor a requirement")


def _judged(check: Check, rule: ResourceRule, view: View) -> Iterator[Answer]:
    everything = view.graph if check.types == ("*",) else view.graph.of_type(*check.types)
    mine = (view.environment.name, SHARED)
    for node in everything:
        if node.environment in mine:
            yield Answer(check, node.address, _ask(rule, node, view), node)


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
        yield Answer(check, check.title, unknown(str(missing)), view.graph.find(missing.address))
        return
    except Exception as error:  # noqa: BLE001 - as above
        yield Answer(check, check.title, _raised(error))
        return
    for required in found:
        yield Answer(check, required.what, required.result, required.node)


def _raised(error: Exception) -> Result:
    return Result(Outcome.FAIL, f"the rule itself failed: {type(error).__name__}: {error}")
