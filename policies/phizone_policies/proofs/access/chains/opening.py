"""Which statements let a request through, and where they stand: the lines to look at when it should not be allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proof import Hop
from phizone_policies.proofs.access.chains.chain import Chain
from phizone_policies.proofs.access.decide import ready
from phizone_policies.proofs.access.index import Asked, Rule, rules_about
from phizone_policies.proofs.access.naming import Naming
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Principal, Resource, World
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.texts import Held
from phizone_stacks.graph.node import Node


@dataclass(frozen=True, slots=True)
class Opening:
    """A statement that lets a request through."""

    statement: str
    """Its Sid in quotes, or `number 2`."""
    node: Node
    """The resource that holds it."""


def openings(world: World, principal: Principal, request: Request) -> tuple[Opening, ...]:
    """The statements that allow a request, the principal's own before the resource's, a stranger's the other way."""
    on_it = _resource(world, request)
    asked = ready(request, world.policies_for(principal, request.action, None))
    own = [found for held in principal.held for found in _in(asked, held, named=False)]
    resources = list(_in(asked, on_it, named=True)) if on_it else []
    is_foreign = principal.account != request.resource_account
    return tuple((*resources, *own) if is_foreign else (*own, *resources))


def hops(world: World, chain: Chain) -> tuple[Hop, ...]:
    """A chain as the steps of a witness, each with the line that opens it."""
    steps = tuple(_hop(world, step.actor, step.does, step.requests) for step in chain.steps)
    if chain.request is None:
        return steps
    does = f"asks for {chain.request.action} of {chain.request.resource}"
    return (*steps, _hop(world, chain.last, does, (chain.request,)))


def to_mend(world: World, chain: Chain) -> Node | None:
    """The resource whose statement opens the first step of a chain; None where none in the graph does."""
    first = chain.steps[0].requests if chain.steps else (chain.request,)
    found = (each for request in first if request for each in openings(world, chain.principal, request))
    return next((each.node for each in found), None)


def told(world: World, request: Request | None) -> dict[str, str]:
    """A request as names and values, without the condition keys that follow from who asks for what."""
    if request is None:
        return {}
    certain = {} if (who := world.principals.get(request.principal)) is None else _certain(world, who, request)
    chosen = {key: values for key, values in sorted(request.context.items()) if values and certain.get(key) != values}
    context = {key: ", ".join(values) for key, values in chosen.items()}
    return {"principal": request.principal, "action": request.action, "resource": request.resource, **context}


def _certain(world: World, who: Principal, request: Request) -> Facts:
    return world.facts(who, request.action, _asked_of(world, request))


def _hop(world: World, actor: Principal, does: str, requests: tuple[Request, ...]) -> Hop:
    found = [each for request in requests for each in openings(world, actor, request)]
    names = dict.fromkeys(f"statement {each.statement} of {each.node.address}" for each in found)
    by = f", which {' and '.join(names)} let{'s' if len(names) == 1 else ''} it" if names else ""
    return Hop(actor.name, does + by, found[0].node.source if found else None)


def _in(asked: Asked, held: Held, *, named: bool) -> Iterator[Opening]:
    if held.node is None:
        return
    for rule in rules_about(held.document, asked.action)[0]:
        if rule.meets(asked, named) and (not named or _names(rule, asked)):
            yield Opening(rule.name, held.node)


def _names(rule: Rule, asked: Asked) -> bool:
    return rule.principals is not None and rule.principals.allowed(asked.who) is not Naming.NOT


def _resource(world: World, request: Request) -> Held | None:
    """The policy on what a request is about; what stands on a role speaks of entering it alone."""
    found = _asked_of(world, request)
    if found is None or (found.node.type == "aws_iam_role" and not request.action.lower().startswith("sts:")):
        return None
    return found.policy


def _asked_of(world: World, request: Request) -> Resource | None:
    """The resource that a request is about, or below which it is, as an object in its bucket or access point."""
    arn = request.resource
    above = (arn, arn.split("/", 1)[0], arn.split("/object/", 1)[0])
    return next((world.resources[each] for each in above if each in world.resources), None)
