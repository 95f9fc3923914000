"""Who gives a role or user more permissions, itself or by groups, takes the boundary off it, or changes its tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.asking import Answer, Asking
from phizone_policies.proofs.access.chains.attachable import Ask, attached, choices
from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.chains.removing import Removing, denies
from phizone_policies.proofs.access.chains.step import callers, taken
from phizone_policies.proofs.access.chains.use import Use
from phizone_policies.proofs.access.world import Principal, Resource
from phizone_policies.proofs.access.world.facts import BOUNDARY, Facts
from phizone_policies.proofs.access.world.groups import memberships
from phizone_policies.proofs.access.world.principals import held_by
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held
from phizone_policies.views.documents import Document
from phizone_stacks.graph.node import Node

_INLINE = {f"aws_iam_{kind}": f"aws_iam_{kind}_policy" for kind in ("group", "role", "user")}
_GROUP, _POLICY, _USER = "aws_iam_group", "aws_iam_policy", "aws_iam_user"


@dataclass(frozen=True, slots=True)
class _Gift:
    """What somebody can write into something."""

    caller: Principal
    does: str
    on: Resource
    answers: tuple[Answer, ...]
    gives: tuple[Document, ...] = ()
    lifts: tuple[Held, ...] = ()

    def uses(self) -> Iterator[Use]:
        steps = taken(self.caller, self.does, self.on, *self.answers)
        return (Use(Power.WIDEN, step, self.gives, self.lifts) for step in steps)


class Giving:
    """The steps by which roles and users get more permissions, looked for when they are asked for."""

    def __init__(self, asking: Asking) -> None:
        """Takes the questions to the world."""
        self.asking, self.world = asking, asking.world
        self._onto: dict[str, tuple[Use, ...]] = {}
        self._into: dict[str, tuple[_Gift, ...]] = {}
        self._removing = Removing(asking)

    def onto(self, target: Principal) -> tuple[Use, ...]:
        """The steps by which somebody gives a role or user more permissions, or takes its boundary off."""
        if target.arn not in self._onto:
            resource = self.world.resources.get(target.arn)
            self._onto[target.arn] = () if resource is None else tuple(self._of(target, resource))
        return self._onto[target.arn]

    def _of(self, target: Principal, resource: Resource) -> Iterator[Use]:
        if not _has_everything(target):
            gifts = (*self._written(resource, target.held), *self._by_groups(target))
            yield from (use for gift in gifts for use in gift.uses())
        yield from self._unbinding(target, resource)
        yield from self._removing.of(target, resource)
        yield from self._retagging(resource)

    def _written(self, owner: Resource, held: tuple[Held, ...]) -> Iterator[_Gift]:
        """What can be written into or attached to a role, a user or a group, or into policies that it has."""
        write, attach = ways.writing(owner.node.type)
        inline = [
            each
            for each in held
            if each.node is not None and each.node.type in (owner.node.type, _INLINE[owner.node.type])
        ]
        for caller in callers(self.asking, write, owner):
            answers = (self.asking.ask(caller, write, owner),)
            yield _Gift(caller, "writes permissions into", owner, answers, (), _denying(inline))
        for caller in callers(self.asking, attach, owner):
            ask = self._ask(caller, attach, owner)
            for gift in attached(self.asking, caller, ask):
                yield _Gift(caller, "attaches policies to", owner, gift.answers, gift.documents)
        policies = {each.node for each in held if each.node is not None and each.node.type == _POLICY}
        for policy in map(self.world.resource_of, sorted(policies, key=lambda node: node.address)):
            for action in ways.actions("rewriting"):
                for caller in callers(self.asking, action, policy):
                    lifts = _denying(each for each in held if each.node == policy.node)
                    yield _Gift(caller, "rewrites", policy, (self.asking.ask(caller, action, policy),), (), lifts)

    def _by_groups(self, target: Principal) -> Iterator[_Gift]:
        if target.node is None or target.node.type != _USER:
            return
        own = self.world.graph.cached(memberships).groups.get(target.node.address, [])
        for group in self.world.graph.of_type(_GROUP):
            if group in own:
                yield from self._into_group(group)
            elif group.account == target.node.account:
                yield from self._joining(target.node, group)

    def _into_group(self, group: Node) -> tuple[_Gift, ...]:
        if group.address not in self._into:
            held = tuple(held_by(self.world.graph, group, []))
            self._into[group.address] = tuple(self._written(self.world.resource_of(group), held))
        return self._into[group.address]

    def _joining(self, user: Node, node: Node) -> Iterator[_Gift]:
        """What a user gets by a group that somebody puts it in, as it is or as they have changed it."""
        (action,), group = ways.actions("joining"), self.world.resource_of(node)
        asked = ((caller, self.asking.ask(caller, action, group)) for caller in callers(self.asking, action, group))
        joins = {caller.arn: (caller, answer) for caller, answer in asked if answer.is_open}
        if not joins:
            return
        does, unknown = f"puts {user.address} into", list[str]()
        documents = tuple(each.document for each in held_by(self.world.graph, node, unknown))
        for caller, answer in joins.values():
            if documents:
                yield _Gift(caller, does, group, (answer,), documents)
            if unknown:
                yield _Gift(caller, does, group, (Answer(answer.request, (*answer.unknown, *unknown)),))
        for gift in self._into_group(node):
            if gift.caller.arn in joins:
                _, answer = joins[gift.caller.arn]
                changes = f"{does} {node.address} and {gift.does}"
                yield _Gift(gift.caller, changes, gift.on, (answer, *gift.answers), gift.gives)

    def _unbinding(self, target: Principal, resource: Resource) -> Iterator[Use]:
        if target.boundary is None:
            return
        takes, puts = ways.unbinding(resource.node.type)
        for caller in callers(self.asking, takes, resource):
            answer = self.asking.ask(caller, takes, resource)
            steps = taken(caller, "takes the boundary off", resource, answer)
            yield from (Use(Power.UNBIND, step) for step in steps)
        yield from self._rebounding(target.boundary)
        for caller in callers(self.asking, puts, resource):
            for gift in choices(self.asking, caller, BOUNDARY, self._ask(caller, puts, resource)):
                steps = taken(caller, "puts another boundary on", resource, *gift.answers)
                yield from (Use(Power.UNBIND, step, gift.documents) for step in steps)

    def _rebounding(self, boundary: Held) -> Iterator[Use]:
        """Who rewrites the policy that is the boundary."""
        if boundary.node is None or boundary.node.type != _POLICY:
            return
        policy = self.world.resource_of(boundary.node)
        for action in ways.actions("rewriting"):
            for caller in callers(self.asking, action, policy):
                steps = taken(caller, "rewrites the boundary", policy, self.asking.ask(caller, action, policy))
                yield from (Use(Power.UNBIND, step) for step in steps)

    def _retagging(self, resource: Resource) -> Iterator[Use]:
        for action in ways.retagging(resource.node.type) if self.asking.is_about_tags else ():
            does = "lets tags be brought into" if action in ways.actions("admitting") else "changes the tags of"
            for caller in callers(self.asking, action, resource):
                steps = taken(caller, does, resource, self.asking.ask(caller, action, resource))
                yield from (Use(Power.RETAG, step) for step in steps)

    def _ask(self, caller: Principal, action: str, owner: Resource) -> Ask:
        return partial(self._asked, caller, action, owner)

    def _asked(self, caller: Principal, action: str, owner: Resource, facts: Facts, never: Facts) -> Answer:
        if never:
            return self.asking.ask_unlike(never, caller, action, owner.arn, owner, facts)
        return self.asking.ask(caller, action, owner, facts=facts)


def _has_everything(principal: Principal) -> bool:
    """Whether a principal has been given everything, and has no policy that denies."""
    documents = principal.identity
    return any(each is EVERYTHING for each in documents) and not any(map(denies, documents))


def _denying(held: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(each for each in held if denies(each.document))
