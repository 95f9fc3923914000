"""Who can do something to a resource, by themselves or through a chain of steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting, Step
from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World

_GRANTED = "kms:"
_OWN_USE = {"kms:grantisforawsresource": None, "kms:viaservice": None}


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


class Access:
    """Who can do what in a world."""

    def __init__(self, world: World) -> None:
        """Takes the world."""
        self.world = world
        self.asking = Asking(world)
        self.acting = Acting(self.asking)

    def who_can(self, actions: Iterable[str], resource: Resource, below: str = "") -> tuple[Chain, ...]:
        """Everybody who can do one of some actions to a resource, each with the shortest certain chain, by name.

        A service counts where it can by itself; that it works for whoever hands it a role is a step of theirs.
        """
        found: dict[str, Chain] = {}
        # What is certain first: a chain that hangs on something unknown goes after every one that does not.
        starts = sorted(self._starts(tuple(actions), resource, below), key=lambda chain: (len(chain.unknown) > 0))
        for certain in (True, False):
            self._spread([each for each in starts if certain <= (not each.unknown)], found, certain)
        return tuple(sorted(found.values(), key=lambda chain: (bool(chain.unknown), chain.principal.name)))

    def _spread(self, starts: list[Chain], found: dict[str, Chain], certain: bool) -> None:
        waiting = deque([*(each for each in found.values() if not certain), *starts])
        while waiting:
            chain = waiting.popleft()
            known = found.get(chain.principal.arn)
            if known is not None and known is not chain:
                continue
            found[chain.principal.arn] = chain
            for step in self.acting.into(chain.principal):
                if step.actor.arn not in found and not (certain and step.unknown):
                    waiting.append(_before(step, chain))

    def _starts(self, actions: tuple[str, ...], resource: Resource, below: str) -> Iterator[Chain]:
        for principal in self.world.principals.values():
            for chain in self._of(principal, actions, resource, below):
                yield chain
                if not chain.unknown:
                    break

    def _of(self, principal: Principal, actions: tuple[str, ...], resource: Resource, below: str) -> Iterator[Chain]:
        """The ways that end with somebody's own request, the plainest first."""
        for action in actions:
            answer = self.asking.ask(principal, action, resource, below=below)
            if answer.is_open:
                yield Chain(principal, (), principal, answer.request, answer.unknown)
        yield from self._opened(principal, actions, resource, below)
        yield from self._widened(principal, actions, resource, below)
        yield from self._granted(principal, actions, resource)

    def _opened(self, principal: Principal, actions: tuple[str, ...], resource: Resource, below: str) -> Iterator[Chain]:
        """By writing the policy on the resource."""
        write = ways.opening(resource.node.type)
        written = self.asking.ask(principal, write, resource) if write else NO
        if not written.is_open:
            return
        step = _step(principal, f"writes the policy of {resource.node.address}", resource.node.address, written)
        for action in actions:
            answer = self.asking.ask_opened(principal, action, resource, below=below)
            if answer.is_open:
                yield _after(step, principal, answer)

    def _widened(self, principal: Principal, actions: tuple[str, ...], resource: Resource, below: str) -> Iterator[Chain]:
        """By permissions that somebody writes into a principal, and then acts as it."""
        if principal.kind not in (Kind.ROLE, Kind.USER):
            return
        for action in actions:
            answer = self.asking.ask_widened(principal, action, resource, below=below)
            for write in self.acting.writers(principal) if answer.is_open else ():
                inside = {step.actor.arn: (write, step) for step in self.acting.into(principal)}
                steps = inside.get(write.actor.arn, (write,))
                if len(steps) > 1 or write.actor is principal:
                    unknown = _reasons(*(step.unknown for step in steps), answer.unknown)
                    yield Chain(write.actor, steps, principal, answer.request, unknown)

    def _granted(self, principal: Principal, actions: tuple[str, ...], resource: Resource) -> Iterator[Chain]:
        """By a grant on a key that somebody gives to themselves; what denies the operation denies it still."""
        operations = {f"{_GRANTED}{each}".lower(): each for each in ways.actions("grantable")}
        (give,) = ways.actions("granting")
        for action in actions:
            operation = operations.get(action.lower())
            granted = self.asking.ask(principal, give, resource, facts=_OWN_USE) if operation else NO
            answer = self.asking.ask_granted(principal, action, resource, operation) if granted.is_open and operation else NO
            if answer.is_open:
                step = _step(principal, f"gives itself a grant on {resource.node.address}", resource.node.address, granted)
                yield _after(step, principal, answer)


def _step(actor: Principal, does: str, on: str, answer: Answer) -> Step:
    return Step(actor, does, on, (answer.request,) if answer.request else (), answer.unknown)


def _after(step: Step, principal: Principal, answer: Answer) -> Chain:
    return Chain(principal, (step,), principal, answer.request, _reasons(step.unknown, answer.unknown))


def _before(step: Step, chain: Chain) -> Chain:
    steps = (step, *chain.steps)
    return Chain(step.actor, steps, chain.last, chain.request, _reasons(step.unknown, chain.unknown))


def _reasons(*several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for reasons in several for reason in reasons))
