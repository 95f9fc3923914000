"""Whether somebody can ask for something with success, whatever the open condition keys of the request hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from phizone_policies.proofs.access.chains.barred import Barred
from phizone_policies.proofs.access.chains.candidates import Candidates
from phizone_policies.proofs.access.chains.overlap import Reach
from phizone_policies.proofs.access.chains.powers import GIVES_ALL, Gives, Power, changed, letting
from phizone_policies.proofs.access.chains.tagging import asks_for_tags
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Outcome, Policies, Request
from phizone_policies.proofs.access.symbolic.possible import possible
from phizone_policies.proofs.access.symbolic.question import Allowed, Question, Undecided
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World
from phizone_policies.proofs.access.world.facts import PRINCIPAL_TAG, RESOURCE_ALIASES, Facts
from phizone_policies.proofs.access.world.resources import by_default
from phizone_policies.proofs.access.world.texts import Held

_NOTHING: Facts = {}
_ANY = "?*"
_GUESSES = 3
_FREED = {Power.TAG: "resourcetag/", Power.RETAG: PRINCIPAL_TAG, Power.ALIAS: RESOURCE_ALIASES}
"""What stands in the keys that a power makes hold whatever is asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something can be asked for with success."""

    request: Request | None = None
    """A request that is allowed, for certain or, with something unknown, perhaps; None where none is."""
    unknown: tuple[str, ...] = ()
    """What is not known and may change the answer, a reason each."""
    because: tuple[str, ...] = ()
    """What stands in the way where no request is allowed, a sentence each."""

    @property
    def is_certain(self) -> bool:
        """Whether a request is allowed for certain."""
        return self.request is not None and not self.unknown

    @property
    def is_open(self) -> bool:
        """Whether a request is allowed, or may be."""
        return self.request is not None or bool(self.unknown)


NO = Answer(because=("no statement allows it",))
"""Nothing speaks of it at all."""
Key = tuple[str, str, str, tuple[tuple[str, tuple[str, ...] | None], ...]]
"""Who asks, what, of what, and what is certain beside that."""


class Asking:
    """Questions to a world, each answered once."""

    def __init__(self, world: World) -> None:
        """Takes the world that is asked about."""
        self.world = world
        self.reach = Reach()
        self.candidates = Candidates(world, self.reach)
        self.barred = Barred(world)
        self._answers: dict[Key, Answer] = {}
        self._beyond: dict[Key, Answer] = {}
        self._chosen: dict[str, list[Mapping[str, tuple[str, ...]]]] = {}

    @cached_property
    def is_about_tags(self) -> bool:
        """Whether it may matter which tags somebody has who asks."""
        return asks_for_tags(self.world)

    def ask(
        self, principal: Principal, action: str, resource: Resource, *, below: str = "", facts: Facts = _NOTHING
    ) -> Answer:
        """Whether somebody can do something to a resource of the graph, or to what is `below` it as `/*`.

        What is denied at a glance is denied without all its reasons: `explain` tells them.
        """
        arn = resource.arn + below
        key = (principal.arn, action, arn, tuple(sorted(facts.items())))
        if key not in self._answers:
            may = bool(resource.unknown) or self.reach.may(principal, action, arn, resource)
            may = may and not self.barred.bars(principal, action, resource, facts=facts)
            self._answers[key] = self._ask(principal, action, resource, arn, facts) if may else NO
        return self._answers[key]

    def explain(
        self, principal: Principal, action: str, resource: Resource, *, below: str = "", facts: Facts = _NOTHING
    ) -> Answer:
        """The same as `ask`, with all that stands in the way where it is denied."""
        return self._ask(principal, action, resource, resource.arn + below, facts)

    def ask_anything(self, principal: Principal, action: str) -> Answer:
        """Whether somebody can do something to anything of their own account, as to a job that is still to be made."""
        key = (principal.arn, action, "*", ())
        if key not in self._answers:
            may = bool(principal.account) and self.reach.speaks(principal, action, "*")
            self._answers[key] = self._ask(principal, action, None, "*", _NOTHING) if may else NO
        return self._answers[key]

    def ask_beyond(self, principal: Principal, action: str, arn: str, facts: Facts = _NOTHING) -> Answer:
        """Whether somebody can do something to what the graph does not hold, as far as it is up to their own side."""
        key = (principal.arn, action, arn, tuple(sorted(facts.items())))
        if key not in self._beyond:
            self._beyond[key] = self._ask(principal, action, None, arn, facts)
        return self._beyond[key]

    def ask_unlike(
        self, never: Facts, principal: Principal, action: str, arn: str, resource: Resource | None, facts: Facts
    ) -> Answer:
        """The same as `ask`, or `ask_beyond` where there is no resource, with keys that hold none of some patterns."""
        return self._ask(principal, action, resource, arn, facts, never)

    def ask_after(
        self,
        powers: Collection[Power],
        principal: Principal,
        action: str,
        resource: Resource,
        *,
        below: str = "",
        gives: Gives = GIVES_ALL,
        lifts: Collection[Held] = (),
    ) -> Answer:
        """The same as `ask`, had the principal used some powers before.

        By these it got what they give, and those of its policies that they remove or overwrite it has no more.
        """
        default = by_default(resource.node.type)
        opened = {Power.OPEN, Power.GRANT} & {*powers} or resource.unknown or (Power.BARE in powers and default)
        is_capped = principal.boundary is not None and Power.UNBIND not in powers
        if not opened and not self.reach.may_widened(principal, action, resource, is_capped):
            return NO
        # What is overwritten may be what bars it.
        unbound, retagged = Power.UNBIND in powers, Power.RETAG in powers
        if not lifts and self.barred.bars(principal, action, resource, unbound=unbound, retagged=retagged):
            return NO
        known = self.world.policies_for(principal, action, resource, generous=True)
        policies = changed(known, powers, principal, action, gives, lifts, default)
        free = tuple(part for power, part in _FREED.items() if power in powers)
        answer = self._possible(principal, action, resource, resource.arn + below, policies, _NOTHING, free)
        missing = self.world.unknown(principal, resource)
        return Answer(answer.request, (*answer.unknown, *missing)) if answer.is_open else answer

    def ask_with(
        self, policies: Policies, principal: Principal, action: str, resource: Resource, below: str, facts: Facts
    ) -> Answer:
        """The same as `ask`, were these the policies between the two."""
        answer = self._possible(principal, action, resource, resource.arn + below, policies, facts)
        missing = self.world.unknown(principal, resource)
        return Answer(answer.request, (*answer.unknown, *missing)) if answer.is_open else answer

    def ask_made(self, policies: Policies, principal: Principal, action: str, arn: str) -> Answer:
        """Whether somebody can do something to what they have made, were these the policies between the two."""
        answer = self._possible(principal, action, None, arn, policies, _NOTHING)
        missing = self.world.unknown(principal, None)
        return Answer(answer.request, (*answer.unknown, *missing)) if answer.is_open else answer

    def _ask(
        self,
        principal: Principal,
        action: str,
        resource: Resource | None,
        arn: str,
        facts: Facts,
        never: Facts = _NOTHING,
    ) -> Answer:
        known = self.world.policies_for(principal, action, resource)
        answer = self._possible(principal, action, resource, arn, known, facts, never=never)
        missing = self.world.unknown(principal, resource)
        if not missing:
            return answer
        generous = self.world.policies_for(principal, action, resource, generous=True)
        if resource is not None and resource.unknown:
            generous = replace(generous, resource=letting(principal))
        if not answer.is_open:
            answer = self._possible(principal, action, resource, arn, generous, facts, never=never)
        return Answer(answer.request, (*answer.unknown, *missing)) if answer.is_open else answer

    def _possible(
        self,
        principal: Principal,
        action: str,
        resource: Resource | None,
        arn: str,
        policies: Policies,
        facts: Facts,
        free: tuple[str, ...] = (),
        never: Facts = _NOTHING,
    ) -> Answer:
        known = self.world.facts(principal, action, resource)
        if free:
            known = {key: held for key, held in known.items() if not any(each in key for each in free)}
        context = {**known, **facts}
        account = resource.account if resource else principal.account
        if not never and (guessed := self._guessed(principal, action, arn, account, context, policies)):
            return Answer(guessed)
        question = Question(
            principal=principal.arn,
            actions=(action,),
            resources=(arn,),
            resource_account=account,
            context=context,
            never={**self.world.never(principal), **{key: patterns or () for key, patterns in never.items()}},
        )
        found = possible(policies, question)
        if isinstance(found, Undecided):
            return Answer(unknown=found.why)
        if not isinstance(found, Allowed):
            return Answer(because=found.because)
        chosen = {key: held for key, held in found.witness.context.items() if key not in context}
        known_ones = self._chosen.setdefault(action, [])
        if chosen not in known_ones:
            known_ones.insert(0, chosen)
            del known_ones[_GUESSES:]
        return Answer(found.witness)

    def _guessed(
        self, principal: Principal, action: str, arn: str, account: str, certain: Facts, policies: Policies
    ) -> Request | None:
        """A request that is allowed with what the open keys held when another was; None where none is.

        It saves a search: most of those who may do something may do it in a like context.
        """
        name = arn.replace(_ANY, "x")
        if principal.kind is Kind.STRANGER or set(principal.arn + name) & {"*", "?"}:
            return None
        held = {key: values or () for key, values in certain.items() if not key.endswith("*")}
        absent = tuple(key[:-1] for key in certain if key.endswith("*"))
        for chosen in self._chosen.get(action, ()):
            if any(key.startswith(absent) for key in chosen):
                continue
            context = {**chosen, **held}
            request = Request(
                principal=principal.arn, action=action, resource=name, resource_account=account, context=context
            )
            if decide(request, policies).outcome is Outcome.ALLOWED:
                return request
        return None
