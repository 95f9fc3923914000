"""Who can do something to a resource, by themselves or through a chain of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting, Step
from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.views.keys import KEYS

Used = tuple[Power, Step]
"""A power, and the step by which it is used."""
_NO_FACTS: Facts = {}
_OWN_USE: Facts = {"kms:grantisforawsresource": None, "kms:viaservice": None}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody may be after."""

    actions: tuple[str, ...]
    """What they would do; one of these is enough."""
    resource: Resource
    """What they would do it to."""
    below: str = ""
    """What of it, behind its ARN, as `/*` for any object of a bucket."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A way to do something to a resource."""

    principal: Principal
    """Who can."""
    steps: tuple[Step, ...]
    """What they do before; empty where their own permissions are enough."""
    last: Principal
    """Whom they act as in the end."""
    request: Request | None
    """The request that is allowed in the end; None where only what is not known could allow one."""
    unknown: tuple[str, ...] = ()
    """What is not known on the way, a reason each; empty where the chain is certain."""


Spared = Callable[[Step, Principal], bool]
"""Whether a step into somebody is not to be followed."""


def _nobody(step: Step, target: Principal) -> bool:
    """No step is spared."""
    return False


class Access:
    """Who can do what in a world."""

    def __init__(self, world: World) -> None:
        """Takes the world."""
        self.world = world
        self.asking = Asking(world)
        self.acting = Acting(self.asking)
        self._known: dict[tuple[tuple[str, ...], str, str], tuple[Chain, ...]] = {}
        self._changed: dict[tuple[tuple[str, ...], str, str, frozenset[str]], tuple[Chain, ...]] = {}

    def who_can(self, wanted: Wanted, spared: Spared = _nobody) -> tuple[Chain, ...]:
        """Everybody who can do what is wanted, each with a shortest chain, the certain ones first, then by name.

        A service counts where it can by itself; that it works for whoever hands it a role is a step of theirs. Steps
        that are `spared` are not followed.
        """
        key = (wanted.actions, wanted.resource.arn, wanted.below)
        if key not in self._known:
            self._known[key] = tuple(self._starts(wanted))
        starts, found = self._known[key], dict[str, Chain]()
        # What is certain first: a chain that hangs on something unknown goes after every one that does not.
        self._spread([each for each in starts if not each.unknown], found, True, spared)
        more = self._by_others(self._others(wanted).difference(found), wanted)
        self._spread([each for each in more if not each.unknown], found, True, spared)
        self._spread([*starts, *more], found, False, spared)
        return tuple(sorted(found.values(), key=lambda chain: (bool(chain.unknown), chain.principal.name)))

    def can(self, principal: Principal, wanted: Wanted, facts: Facts = _NO_FACTS) -> tuple[Answer, Chain | None]:
        """Whether somebody can do what is wanted by their own permissions, and a chain by which they can otherwise.

        `facts` are condition keys that are certain beside what follows from who asks for what.
        """
        asked = (
            self.asking.ask(principal, each, wanted.resource, below=wanted.below, facts=facts)
            for each in wanted.actions
        )
        answers = sorted(asked, key=lambda answer: (not answer.is_certain, not answer.is_open))
        if answers[0].is_certain:
            return answers[0], None
        chains = (chain for chain in self.who_can(wanted) if chain.principal.arn == principal.arn and chain.steps)
        return answers[0], next(chains, None)

    def _spread(self, starts: list[Chain], found: dict[str, Chain], certain: bool, spared: Spared) -> None:
        """Adds whoever acts as somebody that was found, the shortest chains first."""
        waiting: list[tuple[int, int, Chain]] = []
        for chain in (*found.values(), *starts):
            heappush(waiting, (len(chain.steps), len(waiting), chain))
        count = len(waiting)
        while waiting:
            _, _, chain = heappop(waiting)
            if found.setdefault(chain.principal.arn, chain) is not chain:
                continue
            for step in self.acting.into(chain.principal):
                if step.actor.arn not in found and not (certain and step.unknown) and not spared(step, chain.principal):
                    count += 1
                    heappush(waiting, (len(chain.steps) + 1, count, _before(step, chain)))

    def _starts(self, wanted: Wanted) -> Iterator[Chain]:
        """The ways that end with somebody's own request, without anybody else."""
        for principal in self._candidates(wanted):
            for chain in self._of(principal, wanted):
                yield chain
                if not chain.unknown:
                    break

    def _candidates(self, wanted: Wanted) -> Iterator[Principal]:
        """Who may be able to do what is wanted, or to change something before."""
        kind = wanted.resource.node.type
        granting = ways.actions("granting") if kind in KEYS else ()
        actions = [each for each in (*wanted.actions, ways.opening(kind), ways.tagging(kind), *granting) if each]
        found = {each.arn for action in actions for each in self.asking.candidates(action, wanted.resource)}
        able = found | self.acting.changers
        return (each for each in self.world.principals.values() if each.arn in able)

    def _of(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """The ways of somebody alone, the plainest first."""
        for action in wanted.actions:
            answer = self.asking.ask(principal, action, wanted.resource, below=wanted.below)
            if answer.is_open:
                yield Chain(principal, (), principal, answer.request, answer.unknown)
        own = list(self._own(principal, wanted))
        yield from self._after(principal, own, (), wanted)
        itself = [each for each in self._onto(principal, own, wanted) if each[1].actor is principal]
        if itself:
            yield from self._after(principal, [*own, *_one_each(itself)], (), wanted)

    def _others(self, wanted: Wanted) -> frozenset[str]:
        """Those who may change somebody of the resource's account, or of one that its policy speaks of."""
        on_it = wanted.resource.policy.document if wanted.resource.policy else None
        names = [self.asking.reach.named(action, on_it) for action in wanted.actions]
        if None in names or wanted.resource.unknown or wanted.resource.grants:
            return self.acting.changers
        texts = {text for each in names if each is not None for text in each}
        accounts = {text.split(":")[4] if text.startswith("arn:") else text for text in texts}
        principals = self.world.principals
        return frozenset(
            each for each in self.acting.changers if principals[each].account in {wanted.resource.account, *accounts}
        )

    def _by_others(self, actors: frozenset[str], wanted: Wanted) -> tuple[Chain, ...]:
        """The ways of those who change the permissions of somebody else and then act as them."""
        key = (wanted.actions, wanted.resource.arn, wanted.below, actors)
        if key not in self._changed:
            principals = self.world.principals.values() if actors else ()
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
        resource = wanted.resource
        on_it = resource.policy.document if resource.policy else None
        if principal.kind not in (Kind.ROLE, Kind.USER):
            return ()
        reach = self.asking.reach
        gains = any(
            reach.may_widened(principal, action, resource.account, on_it, is_capped=False) for action in wanted.actions
        )
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
                    unknown = _reasons(*(step.unknown for step in steps), answer.unknown)
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


def _before(step: Step, chain: Chain) -> Chain:
    steps = (step, *chain.steps)
    return Chain(step.actor, steps, chain.last, chain.request, _reasons(step.unknown, chain.unknown))


def _reasons(*several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for reasons in several for reason in reasons))
