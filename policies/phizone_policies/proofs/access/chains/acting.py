"""Who can act as whom: every step from somebody to a role or user whose permissions they get by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.chains.chain import reasons
from phizone_policies.proofs.access.chains.images import Image
from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.chains.step import Step, askers, callers, is_acting, lets_in, taken
from phizone_policies.proofs.access.chains.works import Work, works_as
from phizone_policies.proofs.access.world import Kind, Principal, Resource

_ENTER = "sts:AssumeRole"
_VOUCHED = ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_BOUNDED = ("aws_iam_role", "aws_iam_user")
_PASS, _PASSED_TO = "iam:PassRole", "iam:passedtoservice"


class Acting:
    """The steps into each role and user of a world, looked for when they are asked for."""

    def __init__(self, asking: Asking) -> None:
        """Takes the questions to the world."""
        self.asking, self.world = asking, asking.world
        self._works = self.world.graph.cached(works_as)
        self._into: dict[str, tuple[Step, ...]] = {}

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
        """ARNs of those who may change the permissions, the boundary or the tags of somebody of their account."""
        actions = [*ways.actions("rewriting"), *ways.actions("joining"), *ways.actions("leaving")]
        for kind in (*_BOUNDED, "aws_iam_group"):
            actions += [*ways.writing(kind), *ways.removing(kind)]
        for kind in _BOUNDED:
            actions += [*ways.unbinding(kind), *ways.retagging(kind)]
        accounts = sorted({each.account for each in self.world.principals.values() if is_acting(each)})
        pairs = ((action, account) for action in dict.fromkeys(actions) for account in accounts)
        speakers = self.asking.candidates.speakers
        found = (each for action, account in pairs for each in speakers(action, account))
        return frozenset(each.arn for each in found if is_acting(each))

    @cached_property
    def retaggable(self) -> frozenset[str]:
        """ARNs of the roles and users whose tags somebody of their account may change."""
        found = set[str]()
        if not self.asking.is_about_tags:
            return frozenset()
        for resource in self.world.resources.values():
            kind = resource.node.type
            actions = ways.retagging(kind) if kind in _BOUNDED else ()
            if any(True for action in actions for _ in callers(self.asking, action, resource)):
                found.add(resource.arn)
        return frozenset(found)

    def _entering(self, role: Resource) -> Iterator[Step]:
        for action in (_ENTER, *_VOUCHED):
            for caller in self.asking.candidates.of(action, role):
                vouched = caller.kind is Kind.FEDERATED
                if caller.kind not in (Kind.SERVICE, Kind.ROOT) and vouched == (action in _VOUCHED):
                    yield from taken(caller, "enters", role, self.asking.ask(caller, action, role))

    def _passing(self, role: Resource) -> Iterator[Step]:
        able = list(callers(self.asking, _PASS, role))
        methods = [method for method in ways.passing() if self._lets_in(method.passes_to, role)] if able else []
        for caller in able:
            for method in methods:
                passed = self._passes(caller, role, method.passes_to)
                answers = [passed, *self._makes(caller, method.needs)] if passed.is_open else [NO]
                steps = tuple(taken(caller, f"can {method.name}, and passes", role, *answers))
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
        if work.image is not None:
            yield from self._pushing(work, work.image)
            return
        made = self.world.resource_of(work.node)
        asked = made
        if work.way.asks:
            start, _, name = made.arn.rpartition(":")
            asked = replace(made, arn=f"{start}:{work.way.asks.format(id=name.rpartition('/')[2])}", tags={})
        for caller in askers(self.asking, work.way.needs[0], asked):
            answers = [self.asking.ask(caller, action, asked) for action in work.way.needs]
            yield from taken(caller, f"can {work.way.name}", made, *answers)

    def _pushing(self, work: Work, image: Image) -> Iterator[Step]:
        """Who replaces the image that something runs by pushing another; an immutable tag they remove first."""
        repository = self.world.resource_of(image.repository)
        immutable = image.repository.peek("image_tag_mutability") == "IMMUTABLE"
        needs = (*work.way.needs, *(ways.actions("clearing") if immutable else ()))
        does = f"replaces the image of {work.node.address} in"
        for caller in askers(self.asking, needs[0], repository):
            answers = [self.asking.ask(caller, action, repository) for action in needs]
            steps = taken(caller, does, repository, *answers)
            yield from (replace(step, unknown=reasons(step.unknown, image.unknown)) for step in steps)
        for gap in self.world.gaps_at(repository):
            step = lets_in(gap, does, repository)
            yield replace(step, unknown=reasons(step.unknown, image.unknown))

    def _taking_over(self, user: Resource) -> Iterator[Step]:
        for action in ways.actions("entering"):
            for caller in callers(self.asking, action, user):
                yield from taken(caller, "makes credentials of", user, self.asking.ask(caller, action, user))

    def _admitting(self, role: Resource) -> Iterator[Step]:
        """Who lets themselves into a role; their boundary and organization may still keep them out."""
        (admit,) = ways.actions("admitting")
        for caller in callers(self.asking, admit, role):
            changed = self.asking.ask(caller, admit, role)
            entered = self.asking.ask_after({Power.OPEN}, caller, _ENTER, role) if changed.is_open else NO
            yield from taken(caller, "lets itself in and enters", role, changed, entered)
