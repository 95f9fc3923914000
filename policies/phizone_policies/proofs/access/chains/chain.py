"""A chain: what somebody is after, the steps they take before, and the request that is allowed in the end."""

from __future__ import annotations

from dataclasses import dataclass

from phizone_policies.proofs.access.chains.step import Step
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Principal, Resource


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


def before(step: Step, chain: Chain) -> Chain:
    """A chain with a step before it, and so of whoever takes that step."""
    steps = (step, *chain.steps)
    return Chain(step.actor, steps, chain.last, chain.request, reasons(step.unknown, chain.unknown))


def reasons(*several: tuple[str, ...]) -> tuple[str, ...]:
    """All reasons, each once, in order."""
    return tuple(dict.fromkeys(reason for reasons in several for reason in reasons))
