"""Who gets at a bucket through an access point that they make for it, or whose policy they write.

Source: Amazon S3 User Guide, "Creating access points", "Configuring IAM policies for using access points": an access
point has the policy that its maker gives it, and one of another account gets what the bucket's policy lets through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.powers import letting
from phizone_policies.proofs.access.chains.step import Step, is_acting
from phizone_policies.proofs.access.world import Kind, Principal, Resource
from phizone_policies.proofs.access.world.facts import Facts

_MAKE, _WRITE = "s3:CreateAccessPoint", "s3:PutAccessPointPolicy"
_ORIGIN = "s3:accesspointnetworkorigin"
_ORIGINS = ("Internet", "VPC")
OBJECT = "/object"
"""What stands between an access point and the name of an object."""


def through_made(asking: Asking, wanted: Wanted) -> Iterator[Chain]:
    """The chains of those who make an access point of a bucket and do what is wanted through it."""
    bucket = wanted.resource
    for principal in _makers(asking, bucket):
        found = (
            chain
            for origin in _ORIGINS
            for action in wanted.actions
            if (chain := _made(asking, principal, action, wanted, origin)) is not None
        )
        chains = sorted(found, key=lambda chain: bool(chain.unknown))
        yield from chains[:1]


def _makers(asking: Asking, bucket: Resource) -> Iterator[Principal]:
    """Who may make access points in the bucket's account, and strangers, who may in theirs."""
    speakers = asking.candidates.speakers(_MAKE, bucket.account)
    yield from (each for each in speakers if is_acting(each))
    everybody = asking.world.principals.values()
    yield from (each for each in everybody if each.kind is Kind.STRANGER and each.account)


def _made(asking: Asking, principal: Principal, action: str, wanted: Wanted, origin: str) -> Chain | None:
    partition, region = principal.arn.split(":")[1], wanted.resource.node.region
    every = f"arn:{partition}:s3:{region}:{principal.account}:accesspoint/?*"
    if not asking.ask_beyond(principal, _MAKE, every, {_ORIGIN: (origin,)}).is_open:
        return None
    for name in (*_names(asking, principal, action, wanted, every), every):
        makes = asking.ask_beyond(principal, _MAKE, name, {_ORIGIN: (origin,)})
        answers = (makes, *_used(asking, principal, action, wanted, name, origin))
        if all(answer.is_open for answer in answers):
            doubt = f"whether {principal.name} can make an access point of a name that it may use is not known"
            unknown = reasons(*(answer.unknown for answer in answers), (doubt,) if name == every else ())
            requests = tuple(each.request for each in answers[:-1] if each.request is not None)
            on = wanted.resource.node.address
            step = Step(principal, f"makes an access point of {on}", on, requests, unknown)
            return Chain(principal, (step,), principal, answers[-1].request, unknown)
    return None


def _names(asking: Asking, principal: Principal, action: str, wanted: Wanted, every: str) -> Iterator[str]:
    """Names of access points that somebody may use, whose policy they may write, or that they may make."""
    for what, arn in ((action, every + _below(wanted)), (_WRITE, every), (_MAKE, every)):
        found = asking.ask_beyond(principal, what, arn).request
        if found is not None:
            yield found.resource.split(OBJECT, 1)[0]


def _below(wanted: Wanted) -> str:
    return OBJECT + wanted.below if wanted.below else ""


def _used(asking: Asking, principal: Principal, action: str, wanted: Wanted, name: str, origin: str) -> list[Answer]:
    """That somebody is let through an access point of a name, by its policy or their own, and then by the bucket."""
    bucket = wanted.resource
    own = asking.ask_beyond(principal, action, name + _below(wanted))
    facts: Facts = {
        _ORIGIN: (origin,),
        "s3:dataaccesspointaccount": (principal.account,),
        "s3:dataaccesspointarn": (name.replace("?*", "x"),),
    }
    let = asking.ask(principal, action, bucket, below=wanted.below, facts=facts)
    if own.is_open and not let.is_open and principal.account == bucket.account:
        return [own, spared(asking, principal, action, wanted, facts)]
    writes = own if own.is_certain else asking.ask_beyond(principal, _WRITE, name)
    return [writes if writes.is_open else own, let]


def written(
    asking: Asking, principal: Principal, action: str, point: Resource, below: str, facts: Facts
) -> tuple[Answer, Answer]:
    """That somebody writes the policy of an access point, and what they are let do by it then."""
    writes = asking.ask(principal, _WRITE, point)
    if not writes.is_open:
        return NO, NO
    known = asking.world.policies_for(principal, action, point, generous=True)
    return writes, asking.ask_with(replace(known, resource=letting(principal)), principal, action, point, below, facts)


def spared(asking: Asking, principal: Principal, action: str, wanted: Wanted, facts: Facts) -> Answer:
    """That a bucket's policy does not deny somebody of its account what an access point lets them do."""
    bucket, open_ = wanted.resource, letting(principal)
    denials = tuple(each for each in bucket.policy.document.statements if not each.allows) if bucket.policy else ()
    on_it = replace(open_, statements=(*open_.statements, *denials))
    known = asking.world.policies_for(principal, action, bucket, generous=True)
    return asking.ask_with(replace(known, resource=on_it), principal, action, bucket, wanted.below, facts)
