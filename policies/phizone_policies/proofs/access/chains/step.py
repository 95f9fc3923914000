"""A step: something by which somebody gets more than their own permissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.chains.asking import Answer, Asking
from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.world import Kind, Principal, Resource
from phizone_policies.proofs.access.world.beyond import let_in
from phizone_policies.proofs.access.world.gaps import Gap
from phizone_policies.proofs.access.world.resources import PROTECTED

_ACTING = (Kind.ROLE, Kind.USER, Kind.NAMED)


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


def taken(caller: Principal, does: str, resource: Resource, *answers: Answer) -> Iterator[Step]:
    """The step of somebody, where every answer leaves it open; `does` stands before the address of the resource."""
    if answers and all(answer.is_open for answer in answers):
        requests = tuple(answer.request for answer in answers if answer.request is not None)
        unknown = tuple(dict.fromkeys(reason for answer in answers for reason in answer.unknown))
        yield Step(caller, f"{does} {resource.node.address}", resource.node.address, requests, unknown)


def callers(asking: Asking, action: str, resource: Resource) -> Iterator[Principal]:
    """Who of a resource's account may be allowed an action on it.

    Root users are left out: what they may do they may do without acting as anybody else.
    """
    arn = "*" if resource.unknown else resource.arn
    return (each for each in asking.candidates.speakers(action, resource.account, arn) if is_acting(each))


def askers(asking: Asking, action: str, resource: Resource) -> Iterator[Principal]:
    """The same, and whom a policy on the resource lets in, of whatever account."""
    if resource.node.type not in PROTECTED:
        return callers(asking, action, resource)
    return (each for each in asking.candidates.of(action, resource) if is_acting(each) or each.kind is Kind.STRANGER)


def is_acting(principal: Principal) -> bool:
    """Whether somebody acts as others: root users need not, and services do it for whom they work."""
    return principal.kind in _ACTING
