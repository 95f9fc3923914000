"""Who takes policies off a role or user that deny it something: deletes, detaches or overwrites them, or its groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.asking import Answer, Asking
from phizone_policies.proofs.access.chains.attachable import POLICY
from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.chains.step import callers, taken
from phizone_policies.proofs.access.chains.use import Use
from phizone_policies.proofs.access.world import Principal, Resource
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.groups import memberships
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.principals import held_by
from phizone_policies.proofs.access.world.texts import Held
from phizone_policies.views.documents import Document

_MANAGED, _USER = "aws_iam_policy", "aws_iam_user"


@dataclass(frozen=True, slots=True)
class _Removal:
    """Policies that somebody can take off."""

    caller: Principal
    held: tuple[Held, ...]
    answer: Answer


class Removing:
    """The steps by which roles and users are denied less."""

    def __init__(self, asking: Asking) -> None:
        """Takes the questions to the world."""
        self.asking, self.world = asking, asking.world

    def of(self, target: Principal, resource: Resource) -> Iterator[Use]:
        """What somebody can take off a role or user: all at once that denies something, or all but one that allows.

        What they certainly can take off comes before what they may.
        """
        if not any(map(denies, target.identity)):
            return
        found: dict[str, list[_Removal]] = {}
        for each in self._removals(resource):
            if each.answer.is_open:
                found.setdefault(each.caller.arn, []).append(each)
        for removals in found.values():
            certain = [each for each in removals if each.answer.is_certain]
            yield from _uses(certain, resource)
            if len(certain) < len(removals):
                yield from _uses(removals, resource)

    def _removals(self, resource: Resource) -> Iterator[_Removal]:
        yield from self._from(resource)
        members = self.world.graph.cached(memberships).groups if resource.node.type == _USER else {}
        for node in members.get(resource.node.address, ()):
            group = self.world.resource_of(node)
            yield from self._from(group)
            held = tuple(held_by(self.world.graph, node, []))
            if any(denies(each.document) for each in held):
                yield from self._asked(ways.actions("leaving"), group, held)

    def _from(self, owner: Resource) -> Iterator[_Removal]:
        """What can be taken off a role, a user or a group itself."""
        delete, detach = ways.removing(owner.node.type)
        write, _ = ways.writing(owner.node.type)
        for held in held_by(self.world.graph, owner.node, []):
            if not denies(held.document):
                continue
            if held.node is not None and held.node.type != _MANAGED:
                yield from self._asked((delete, write), owner, (held,))
                continue
            yield from self._asked((detach,), owner, (held,), self._named(held))
            if held.node is not None:
                policy = self.world.resource_of(held.node)
                yield from self._asked(ways.actions("rewriting"), policy, (held,))

    def _named(self, held: Held) -> Facts:
        """The key of the policy that is detached; free where that is one of AWS's."""
        return {POLICY: (arn_of(self.world.graph, held.node),)} if held.node is not None else {}

    def _asked(
        self, actions: tuple[str, ...], on: Resource, held: tuple[Held, ...], facts: Facts | None = None
    ) -> Iterator[_Removal]:
        for action in actions:
            for caller in callers(self.asking, action, on):
                yield _Removal(caller, held, self.asking.ask(caller, action, on, facts=facts or {}))


def denies(document: Document) -> bool:
    """Whether a policy denies something."""
    return not all(statement.allows for statement in document.statements)


def _uses(removals: list[_Removal], resource: Resource) -> Iterator[Use]:
    """All that one can remove, and again without each policy whose Allow may be what they need."""
    every = dict.fromkeys(held for each in removals for held in each.held)
    for kept in (None, *(held for held in every if held.document.allows)):
        few = {each.held: each for each in removals if kept not in each.held}
        lifts = tuple(dict.fromkeys(held for several in few for held in several))
        answers = (each.answer for each in few.values())
        for each in removals[:1]:
            for step in taken(each.caller, "takes what denies off", resource, *answers):
                yield Use(Power.LIFT, step, (), lifts)
