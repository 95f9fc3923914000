"""What somebody can change before they ask, on the resource or of a principal, and the chains that end so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting
from phizone_policies.proofs.access.chains.asking import NO, Answer
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.giving import Giving
from phizone_policies.proofs.access.chains.powers import GIVES_ALL, Gives, Power
from phizone_policies.proofs.access.chains.removing import denies
from phizone_policies.proofs.access.chains.step import Step
from phizone_policies.proofs.access.chains.use import Use
from phizone_policies.proofs.access.world import Kind, Principal
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.texts import Held
from phizone_policies.views.documents import Document
from phizone_policies.views.keys import KEYS

_NO_FACTS: Facts = {}
_ALIASING = ways.actions("aliasing")
_OWN_USE: Facts = {"kms:grantisforawsresource": None, "kms:viaservice": None}


class Changing:
    """The chains of those who change something before they ask."""

    def __init__(self, acting: Acting) -> None:
        """Takes who can act as whom."""
        self.acting, self.asking, self.world = acting, acting.asking, acting.world
        self._giving = Giving(self.asking)
        self._changed: dict[tuple[tuple[str, ...], str, str, frozenset[str]], tuple[Chain, ...]] = {}

    def alone(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """The chains of somebody who changes the resource or themselves."""
        own = list(self._own(principal, wanted))
        yield from self._after(principal, own, (), wanted)
        itself = [each for each in self._onto(principal, own, wanted) if each.step.actor is principal]
        for few in _one_each(itself):
            yield from self._after(principal, [*own, *few], (), wanted)

    def others(self, wanted: Wanted) -> frozenset[str]:
        """Those who may change somebody of the resource's account, or of one that its policy speaks of."""
        names = [self.asking.reach.named(action, wanted.resource) for action in wanted.actions]
        if None in names or wanted.resource.unknown:
            return self.acting.changers
        texts = {text for each in names if each is not None for text in each}
        accounts = {text.split(":")[4] if text.startswith("arn:") else text for text in texts}
        principals = self.world.principals
        return frozenset(
            each for each in self.acting.changers if principals[each].account in {wanted.resource.account, *accounts}
        )

    def by_others(self, actors: frozenset[str], wanted: Wanted) -> tuple[Chain, ...]:
        """The ways of those who change the permissions of somebody else and then act as them."""
        key = (wanted.actions, wanted.resource.arn, wanted.below, actors)
        if key not in self._changed:
            principals = self._left(wanted) if actors else ()
            self._changed[key] = tuple(each for one in principals for each in self._changing(one, actors, wanted))
        return self._changed[key]

    def _left(self, wanted: Wanted) -> tuple[Principal, ...]:
        return self.asking.barred.left(wanted.actions, wanted.resource, self.acting.retaggable)

    def _changing(self, principal: Principal, actors: frozenset[str], wanted: Wanted) -> Iterator[Chain]:
        """The ways of those who change the permissions of one principal and then act as it."""
        own = list(self._own(principal, wanted))
        onto: dict[str, list[Use]] = {}
        for use in self._onto(principal, own, wanted):
            if use.step.actor.arn in actors and use.step.actor is not principal:
                onto.setdefault(use.step.actor.arn, []).append(use)
        if not onto or not self._gains(principal, own, wanted):
            return
        inside = {step.actor.arn: step for step in self.acting.into(principal)}
        for actor in sorted(onto.keys() & inside.keys()):
            for few in _one_each(onto[actor]):
                yield from self._after(principal, [*few, *own], (inside[actor],), wanted)

    def _onto(self, principal: Principal, own: list[Use], wanted: Wanted) -> tuple[Use, ...]:
        """What can be changed of a principal, where it would help to have every permission and no boundary."""
        if principal.kind not in (Kind.ROLE, Kind.USER):
            return ()
        reach = self.asking.reach
        gains = any(reach.may_widened(principal, action, wanted.resource, is_capped=False) for action in wanted.actions)
        return self._giving.onto(principal) if own or gains else ()

    def _own(self, principal: Principal, wanted: Wanted) -> Iterator[Use]:
        """What somebody can change of the resource itself."""
        resource = wanted.resource
        kind, address = resource.node.type, resource.node.address
        changes = [
            (Power.OPEN, ways.opening(kind), f"writes the policy of {address}", _NO_FACTS),
            (Power.BARE, ways.dropping(kind), f"deletes the policy of {address}", _NO_FACTS),
            *((Power.TAG, each, f"writes the tags of {address}", _NO_FACTS) for each in ways.tagging(kind)),
        ]
        if kind in KEYS:
            changes.append((Power.GRANT, ways.actions("granting")[0], f"gives itself a grant on {address}", _OWN_USE))
            changes += [(Power.ALIAS, each, f"gives {address} another alias", _NO_FACTS) for each in _ALIASING]
        for power, action, does, facts in changes:
            answer = self.asking.ask(principal, action, resource, facts=facts) if action else NO
            if answer.is_open:
                yield Use(power, _step(principal, does, address, answer))

    def _gains(self, principal: Principal, own: list[Use], wanted: Wanted) -> bool:
        """Whether all permissions, any tags and no boundary would let a principal do what is wanted."""
        powers = {Power.WIDEN, Power.UNBIND, Power.RETAG, *(use.power for use in own)}
        asked = (
            self._ask_after(powers, principal, action, wanted, GIVES_ALL, _own(principal)) for action in wanted.actions
        )
        return any(answer.is_open for answer in asked)

    def _after(self, principal: Principal, used: list[Use], enter: tuple[Step, ...], wanted: Wanted) -> Iterator[Chain]:
        """The chains of somebody who changes one thing before they ask, or else all that they can."""
        for few in (*([each] for each in used), *([used] if len(used) > 1 else [])):
            others = tuple(use.step for use in few if use.step.actor is not principal)
            steps = (*others, *enter, *(use.step for use in few if use.step.actor is principal))
            powers, gives = {use.power for use in few}, _given(few)
            lifts = [held for use in few for held in use.lifts]
            for action in wanted.actions:
                answer = self._ask_after(powers, principal, action, wanted, gives, lifts)
                if answer.is_open:
                    unknown = reasons(*(step.unknown for step in steps), answer.unknown)
                    yield Chain(steps[0].actor, steps, principal, answer.request, unknown)

    def _ask_after(
        self,
        powers: set[Power],
        principal: Principal,
        action: str,
        wanted: Wanted,
        gives: Gives,
        lifts: Collection[Held],
    ) -> Answer:
        grantable = action.lower() in {f"kms:{each}".lower() for each in ways.actions("grantable")}
        powers = powers if grantable else powers - {Power.GRANT}
        if not powers:
            return NO
        resource, below = wanted.resource, wanted.below
        return self.asking.ask_after(powers, principal, action, resource, below=below, gives=gives, lifts=lifts)


def _own(principal: Principal) -> list[Held]:
    """The policies of a principal that deny something."""
    return [each for each in principal.held if denies(each.document)]


def _one_each(used: list[Use]) -> Iterator[list[Use]]:
    """One change for each power, in every way to choose them; who can give everything for certain gives nothing less.

    More than one is of no use: a request is allowed by one policy of whoever asks, and a principal has one boundary.
    """
    found: dict[tuple[Power, tuple[Document, ...], tuple[Held, ...]], Use] = {}
    for use in used:
        known = found.get((use.power, use.gives, use.lifts))
        if known is None or (known.step.unknown and not use.step.unknown):
            found[use.power, use.gives, use.lifts] = use
    whole = {use.power for use in found.values() if not use.gives and not use.step.unknown}
    ways_of: dict[Power, list[Use]] = {}
    for use in found.values():
        if not use.gives or use.power not in whole:
            ways_of.setdefault(use.power, []).append(use)
    return map(list, product(*ways_of.values())) if ways_of else iter(())


def _given(used: list[Use]) -> Gives:
    """What some changes give, one for each power; those are left out that give everything."""
    return {use.power: use.gives for use in used if use.gives}


def _step(actor: Principal, does: str, on: str, answer: Answer) -> Step:
    return Step(actor, does, on, (answer.request,) if answer.request else (), answer.unknown)
