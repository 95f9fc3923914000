"""Who can act as whom: every step from somebody to a role or user whose permissions they get by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.chains.works import Work, works_as
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Kind, Principal, Resource
from phizone_policies.proofs.access.world.beyond import let_in
from phizone_policies.proofs.access.world.facts import BOUNDARY, Facts
from phizone_policies.proofs.access.world.gaps import Gap

_ENTER = "sts:AssumeRole"
_VOUCHED = ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_UNBOUND: Facts = {BOUNDARY: ("arn:aws:iam::aws:policy/AdministratorAccess",)}
_NOTHING: Facts = {}
_ACTING = (Kind.ROLE, Kind.USER, Kind.NAMED)
_PASS, _PASSED_TO = "iam:PassRole", "iam:passedtoservice"


@dataclass(frozen=True, slots=True)
class Step:
    """Something by which somebody gets more than their own permissions."""

    actor: Principal
    """Who does it."""
    does: str
    """What they do, in a sentence without full stop and without its subject."""
    on: str
    """What it is done to or with: the address of its resource, or an ARN."""
    requests: tuple[Request, ...]
    """The requests it takes, one that is allowed for each."""
    unknown: tuple[str, ...] = ()
    """What is not known of it, a reason each; empty where it is certain."""


def lets_in(gap: Gap, does: str, resource: Resource) -> Step:
    """The step of whoever something that is not modelled lets in; nobody knows who that is, or whether it does."""
    address = resource.node.address
    return Step(let_in(gap.node.address), f"{does} {address}", address, (), (gap.why,))


class Acting:
    """The steps into each role and user of a world, looked for when they are asked for."""

    def __init__(self, asking: Asking) -> None:
        """Takes the questions to the world."""
        self.asking, self.world = asking, asking.world
        self._works = self.world.graph.cached(works_as)
        self._into: dict[str, tuple[Step, ...]] = {}
        self._onto: dict[str, tuple[tuple[Power, Step], ...]] = {}

    def into(self, target: Principal) -> tuple[Step, ...]:
        """The steps by which others act as a role or user, one for each of them, the plainest first."""
        if target.arn not in self._into:
            found: dict[str, Step] = {}
            for step in self._steps(target):
                known = found.get(step.actor.arn)
                if step.actor.arn != target.arn and (known is None or (known.unknown and not step.unknown)):
                    found[step.actor.arn] = step
            self._into[target.arn] = tuple(found.values())
        return self._into[target.arn]

    def onto(self, target: Principal) -> tuple[tuple[Power, Step], ...]:
        """The steps by which somebody gives a role or user more permissions, or takes its boundary off."""
        if target.arn not in self._onto:
            resource = self.world.resources.get(target.arn)
            found = () if resource is None else (*self._writing(target, resource), *self._unbinding(target, resource))
            self._onto[target.arn] = found
        return self._onto[target.arn]

    def _steps(self, target: Principal) -> Iterator[Step]:
        resource = self.world.resources.get(target.arn)
        if resource is None:
            return
        if target.kind is Kind.ROLE:
            yield from self._entering(resource)
            yield from self._passing(resource)
        if target.kind is Kind.USER:
            yield from self._taking_over(resource)
        for work in self._works.get(resource.node.address, ()):
            yield from self._running(work)
        for work in self._works.get("", ()):
            reason = f"{work.node.address} does not tell which role it works as"
            yield from (replace(step, unknown=(*step.unknown, reason)) for step in self._running(work))
        if target.kind is Kind.ROLE:
            yield from self._admitting(resource)
        yield from (lets_in(gap, "works as", resource) for gap in self.world.gaps_at(resource))

    @cached_property
    def changers(self) -> frozenset[str]:
        """ARNs of those who may change the permissions or the boundary of somebody of their account."""
        actions = [*ways.actions("rewriting")]
        for kind in ("aws_iam_role", "aws_iam_user"):
            actions += [*ways.writing(kind), *ways.unbinding(kind)]
        accounts = sorted({each.account for each in self.world.principals.values() if each.kind in _ACTING})
        pairs = ((action, account) for action in actions for account in accounts)
        speakers = self.asking.candidates.speakers
        found = (each for action, account in pairs for each in speakers(action, account))
        return frozenset(each.arn for each in found if each.kind in _ACTING)

    def _callers(self, action: str, resource: Resource) -> Iterator[Principal]:
        """Who of a resource's account may be allowed an action on it.

        Root users are left out: what they may do they may do without acting as anybody else.
        """
        arn = "*" if resource.unknown else resource.arn
        speakers = self.asking.candidates.speakers(action, resource.account, arn)
        return (each for each in speakers if each.kind in _ACTING)

    def _entering(self, role: Resource) -> Iterator[Step]:
        for action in (_ENTER, *_VOUCHED):
            for caller in self.asking.candidates.of(action, role):
                vouched = caller.kind is Kind.FEDERATED
                if caller.kind not in (Kind.SERVICE, Kind.ROOT) and vouched == (action in _VOUCHED):
                    yield from self._step(caller, "enters", role, self.asking.ask(caller, action, role))

    def _passing(self, role: Resource) -> Iterator[Step]:
        methods = [method for method in ways.passing() if self._lets_in(method.passes_to, role)]
        for caller in self._callers(_PASS, role) if methods else ():
            for method in methods:
                passed = self._passes(caller, role, method.passes_to)
                answers = [passed, *self._makes(caller, method.needs)] if passed.is_open else [NO]
                steps = tuple(self._step(caller, f"can {method.name}, and passes", role, *answers))
                yield from steps
                # One certain way is enough; the others lead to the same role.
                if steps and not steps[0].unknown:
                    break

    def _passes(self, caller: Principal, role: Resource, service: str) -> Answer:
        return self.asking.ask(caller, _PASS, role, facts={_PASSED_TO: (service,)})

    def _makes(self, caller: Principal, needs: tuple[str, ...]) -> Iterator[Answer]:
        return (self.asking.ask_anything(caller, action) for action in needs if action != _PASS)

    def _lets_in(self, service: str, role: Resource) -> bool:
        """Whether a role lets a service in at all, or may."""
        known = self.world.principals.get(service) or Principal(arn=service, kind=Kind.SERVICE)
        return self.asking.ask(known, _ENTER, role).is_open

    def _running(self, work: Work) -> Iterator[Step]:
        made = self.world.resource_of(work.node)
        for caller in self._callers(work.way.needs[0], made):
            answers = [self.asking.ask(caller, action, made) for action in work.way.needs]
            yield from self._step(caller, f"can {work.way.name}", made, *answers)

    def _taking_over(self, user: Resource) -> Iterator[Step]:
        for action in ways.actions("entering"):
            for caller in self._callers(action, user):
                yield from self._step(caller, "makes credentials of", user, self.asking.ask(caller, action, user))

    def _admitting(self, role: Resource) -> Iterator[Step]:
        """Who lets themselves into a role; their boundary and organization may still keep them out."""
        (admit,) = ways.actions("admitting")
        for caller in self._callers(admit, role):
            changed = self.asking.ask(caller, admit, role)
            entered = self.asking.ask_after({Power.OPEN}, caller, _ENTER, role) if changed.is_open else NO
            yield from self._step(caller, "lets itself in and enters", role, changed, entered)

    def _writing(self, target: Principal, resource: Resource) -> Iterator[tuple[Power, Step]]:
        for action in ways.writing(resource.node.type):
            yield from self._done(Power.WIDEN, action, "writes permissions into", resource)
        policies = {held.node for held in target.held if held.node is not None and held.node.type == "aws_iam_policy"}
        for policy in map(self.world.resource_of, sorted(policies, key=lambda node: node.address)):
            for action in ways.actions("rewriting"):
                yield from self._done(Power.WIDEN, action, "rewrites", policy)

    def _unbinding(self, target: Principal, resource: Resource) -> Iterator[tuple[Power, Step]]:
        if target.boundary is None:
            return
        takes, puts = ways.unbinding(resource.node.type)
        yield from self._done(Power.UNBIND, takes, "takes the boundary off", resource)
        yield from self._done(Power.UNBIND, puts, "puts another boundary on", resource, _UNBOUND)

    def _done(
        self, power: Power, action: str, does: str, resource: Resource, facts: Facts = _NOTHING
    ) -> Iterator[tuple[Power, Step]]:
        for caller in self._callers(action, resource):
            found = self.asking.ask(caller, action, resource, facts=facts)
            yield from ((power, step) for step in self._step(caller, does, resource, found))

    def _step(self, caller: Principal, does: str, resource: Resource, *answers: Answer) -> Iterator[Step]:
        """The step, where every answer leaves it open."""
        if answers and all(answer.is_open for answer in answers):
            requests = tuple(answer.request for answer in answers if answer.request is not None)
            unknown = tuple(dict.fromkeys(reason for answer in answers for reason in answer.unknown))
            yield Step(caller, f"{does} {resource.node.address}", resource.node.address, requests, unknown)
