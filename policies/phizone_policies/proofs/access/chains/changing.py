"""What somebody can change before they ask, on the resource or of a principal, and the chains that end so."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting, Step
from phizone_policies.proofs.access.chains.asking import NO, Answer
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.world import Kind, Principal
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.views.keys import KEYS

Used = tuple[Power, Step]
"""A power, and the step by which it is used."""
_NO_FACTS: Facts = {}
_ALIASING = ways.actions("aliasing")
_OWN_USE: Facts = {"kms:grantisforawsresource": None, "kms:viaservice": None}


class Changing:
    """The chains of those who change something before they ask."""

    def __init__(self, acting: Acting) -> None:
        """Takes who can act as whom."""
        self.acting, self.asking, self.world = acting, acting.asking, acting.world
        self._changed: dict[tuple[tuple[str, ...], str, str, frozenset[str]], tuple[Chain, ...]] = {}

    def alone(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """The chains of somebody who changes the resource or themselves."""
        own = list(self._own(principal, wanted))
        yield from self._after(principal, own, (), wanted)
        itself = [each for each in self._onto(principal, own, wanted) if each[1].actor is principal]
        if itself:
            yield from self._after(principal, [*own, *_one_each(itself)], (), wanted)

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
            principals = self.asking.barred.left(wanted.actions, wanted.resource) if actors else ()
            self._changed[key] = tuple(each for one in principals for each in self._changing(one, actors, wanted))
        return self._changed[key]

    def _changing(self, principal: Principal, actors: frozenset[str], wanted: Wanted) -> Iterator[Chain]:
        """The ways of those who change the permissions of one principal and then act as it."""
        own = list(self._own(principal, wanted))
        onto: dict[str, list[Used]] = {}
        for power, step in self._onto(principal, own, wanted):
            if step.actor.arn in actors and step.actor is not principal:
                onto.setdefault(step.actor.arn, []).append((power, step))
        if not onto or not self._gains(principal, own, wanted):
            return
        inside = {step.actor.arn: step for step in self.acting.into(principal)}
        for actor in sorted(onto.keys() & inside.keys()):
            yield from self._after(principal, [*_one_each(onto[actor]), *own], (inside[actor],), wanted)

    def _onto(self, principal: Principal, own: list[Used], wanted: Wanted) -> tuple[Used, ...]:
        """What can be changed of a principal, where it would help to have every permission and no boundary."""
        if principal.kind not in (Kind.ROLE, Kind.USER):
            return ()
        reach = self.asking.reach
        gains = any(reach.may_widened(principal, action, wanted.resource, is_capped=False) for action in wanted.actions)
        return self.acting.onto(principal) if own or gains else ()

    def _own(self, principal: Principal, wanted: Wanted) -> Iterator[Used]:
        """What somebody can change of the resource itself."""
        resource = wanted.resource
        kind, address = resource.node.type, resource.node.address
        changes = [
            (Power.OPEN, ways.opening(kind), f"writes the policy of {address}", _NO_FACTS),
            (Power.TAG, ways.tagging(kind), f"writes the tags of {address}", _NO_FACTS),
        ]
        if kind in KEYS:
            changes.append((Power.GRANT, ways.actions("granting")[0], f"gives itself a grant on {address}", _OWN_USE))
            changes += [(Power.ALIAS, each, f"gives {address} another alias", _NO_FACTS) for each in _ALIASING]
        for power, action, does, facts in changes:
            answer = self.asking.ask(principal, action, resource, facts=facts) if action else NO
            if answer.is_open:
                yield power, _step(principal, does, address, answer)

    def _gains(self, principal: Principal, own: list[Used], wanted: Wanted) -> bool:
        """Whether all permissions and no boundary would let a principal do what is wanted."""
        powers = {Power.WIDEN, Power.UNBIND, *(power for power, _ in own)}
        asked = (self._ask_after(powers, principal, action, wanted) for action in wanted.actions)
        return any(answer.is_open for answer in asked)

    def _after(
        self, principal: Principal, used: list[Used], enter: tuple[Step, ...], wanted: Wanted
    ) -> Iterator[Chain]:
        """The chains of somebody who changes one thing before they ask, or else all that they can."""
        for few in (*([each] for each in used), *([used] if len(used) > 1 else [])):
            others = tuple(step for _, step in few if step.actor is not principal)
            steps = (*others, *enter, *(step for _, step in few if step.actor is principal))
            for action in wanted.actions:
                answer = self._ask_after({power for power, _ in few}, principal, action, wanted)
                if answer.is_open:
                    unknown = reasons(*(step.unknown for step in steps), answer.unknown)
                    yield Chain(steps[0].actor, steps, principal, answer.request, unknown)

    def _ask_after(self, powers: set[Power], principal: Principal, action: str, wanted: Wanted) -> Answer:
        grantable = action.lower() in {f"kms:{each}".lower() for each in ways.actions("grantable")}
        powers = powers if grantable else powers - {Power.GRANT}
        return self.asking.ask_after(powers, principal, action, wanted.resource, below=wanted.below) if powers else NO


def _one_each(used: list[Used]) -> list[Used]:
    """One step for each power, a certain one where there is."""
    found: dict[Power, Step] = {}
    for power, step in used:
        if power not in found or (found[power].unknown and not step.unknown):
            found[power] = step
    return list(found.items())


def _step(actor: Principal, does: str, on: str, answer: Answer) -> Step:
    return Step(actor, does, on, (answer.request,) if answer.request else (), answer.unknown)
