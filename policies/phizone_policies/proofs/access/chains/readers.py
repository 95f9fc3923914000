"""Who can do something to a resource, by themselves or through a chain of steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting, Step
from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World

_OWN_USE = {"kms:grantisforawsresource": None, "kms:viaservice": None}


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

    def who_can(self, wanted: Wanted, spared: Spared = _nobody) -> tuple[Chain, ...]:
        """Everybody who can do what is wanted, each with a shortest chain, the certain ones first, then by name.

        A service counts where it can by itself; that it works for whoever hands it a role is a step of theirs. Steps
        that are `spared` are not followed.
        """
        key = (wanted.actions, wanted.resource.arn, wanted.below)
        if key not in self._known:
            self._known[key] = tuple(self._starts(wanted))
        found: dict[str, Chain] = {}
        # What is certain first: a chain that hangs on something unknown goes after every one that does not.
        for certain in (True, False):
            self._spread([each for each in self._known[key] if not (certain and each.unknown)], found, certain, spared)
        return tuple(sorted(found.values(), key=lambda chain: (bool(chain.unknown), chain.principal.name)))

    def _spread(self, starts: list[Chain], found: dict[str, Chain], certain: bool, spared: Spared) -> None:
        waiting = deque([*found.values(), *sorted(starts, key=lambda chain: len(chain.steps))])
        while waiting:
            chain = waiting.popleft()
            if found.setdefault(chain.principal.arn, chain) is not chain:
                continue
            for step in self.acting.into(chain.principal):
                if step.actor.arn not in found and not (certain and step.unknown) and not spared(step, chain.principal):
                    waiting.append(_before(step, chain))

    def _starts(self, wanted: Wanted) -> Iterator[Chain]:
        for principal in self.world.principals.values():
            for chain in self._of(principal, wanted):
                yield chain
                if not chain.unknown:
                    break

    def _of(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """The ways that end with somebody's own request, the plainest first."""
        for action in wanted.actions:
            answer = self.asking.ask(principal, action, wanted.resource, below=wanted.below)
            if answer.is_open:
                yield Chain(principal, (), principal, answer.request, answer.unknown)
        yield from self._opened(principal, wanted)
        yield from self._widened(principal, wanted)
        yield from self._granted(principal, wanted)

    def _opened(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """By writing the policy on the resource."""
        address, write = wanted.resource.node.address, ways.opening(wanted.resource.node.type)
        written = self.asking.ask(principal, write, wanted.resource) if write else NO
        for action in wanted.actions if written.is_open else ():
            answer = self.asking.ask_opened(principal, action, wanted.resource, below=wanted.below)
            if answer.is_open:
                yield _after(_step(principal, f"writes the policy of {address}", address, written), answer)

    def _widened(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """By permissions that somebody writes into a principal, and then acts as it."""
        if principal.kind not in (Kind.ROLE, Kind.USER):
            return
        for action in wanted.actions:
            answer = self.asking.ask_widened(principal, action, wanted.resource, below=wanted.below)
            for write in self.acting.writers(principal) if answer.is_open else ():
                inside = {step.actor.arn: (write, step) for step in self.acting.into(principal)}
                steps = inside.get(write.actor.arn, (write,))
                if len(steps) > 1 or write.actor is principal:
                    unknown = _reasons(*(step.unknown for step in steps), answer.unknown)
                    yield Chain(write.actor, steps, principal, answer.request, unknown)

    def _granted(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """By a grant on a key that somebody gives to themselves; what denies the operation denies it still."""
        operations = {f"kms:{each}".lower(): each for each in ways.actions("grantable")}
        (give,) = ways.actions("granting")
        address = wanted.resource.node.address
        for operation in (operations[each.lower()] for each in wanted.actions if each.lower() in operations):
            granted = self.asking.ask(principal, give, wanted.resource, facts=_OWN_USE)
            answer = self.asking.ask_granted(principal, operation, wanted.resource) if granted.is_open else NO
            if answer.is_open:
                yield _after(_step(principal, f"gives itself a grant on {address}", address, granted), answer)


def _step(actor: Principal, does: str, on: str, answer: Answer) -> Step:
    return Step(actor, does, on, (answer.request,) if answer.request else (), answer.unknown)


def _after(step: Step, answer: Answer) -> Chain:
    return Chain(step.actor, (step,), step.actor, answer.request, _reasons(step.unknown, answer.unknown))


def _before(step: Step, chain: Chain) -> Chain:
    steps = (step, *chain.steps)
    return Chain(step.actor, steps, chain.last, chain.request, _reasons(step.unknown, chain.unknown))


def _reasons(*several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for reasons in several for reason in reasons))
