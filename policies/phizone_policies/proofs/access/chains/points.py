"""Who gets at a bucket through its access points, which have names and policies of their own.

Source: Amazon S3 User Guide, "Configuring IAM policies for using access points": both the access point and the bucket
must permit what is asked through it; policies of who asks name the access point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from phizone_policies.proofs.access.chains.asking import Answer, Asking
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.made_points import OBJECT, spared, through_made, written
from phizone_policies.proofs.access.chains.step import Step, is_acting
from phizone_policies.proofs.access.world import Principal, Resource
from phizone_policies.proofs.access.world.beyond import let_in
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.names import text_of
from phizone_policies.views import buckets
from phizone_stacks.graph.node import Node, UnknownValue

_BUCKET, _POINT = "aws_s3_bucket", "aws_s3_access_point"


def through_points(asking: Asking, wanted: Wanted) -> Iterator[Chain]:
    """The chains of those who do what is wanted through an access point; none where it is wanted of no bucket."""
    bucket = wanted.resource.node
    if bucket.type != _BUCKET:
        return
    try:
        points = buckets.siblings(asking.world.graph, bucket, _POINT)
    except UnknownValue as reason:
        somebody = let_in(reason.address)
        yield Chain(somebody, (), somebody, None, (str(reason),))
        return
    for node in points:
        point = asking.world.resource_of(node)
        facts = _facts(asking, node, point)
        for action in wanted.actions:
            for principal in asking.candidates.of(action, point):
                yield from _chains(asking, principal, action, point, wanted, facts)
            for principal in filter(is_acting, asking.candidates.of("s3:PutAccessPointPolicy", point)):
                yield from _by_writing(asking, principal, action, point, wanted, facts)
    yield from through_made(asking, wanted)


def _chains(
    asking: Asking, principal: Principal, action: str, point: Resource, wanted: Wanted, facts: Facts
) -> Iterator[Chain]:
    below = OBJECT + wanted.below if wanted.below else ""
    asked = asking.ask(principal, action, point, below=below, facts=facts)
    if not asked.is_open:
        return
    let = asking.ask(principal, action, wanted.resource, below=wanted.below, facts=facts)
    answers = [asked, let] if let.is_open else _by_itself(asking, principal, action, point, wanted, facts)
    if all(answer.is_open for answer in answers):
        unknown = reasons(*(answer.unknown for answer in answers))
        yield Chain(principal, (), principal, asked.request, unknown)


def _by_writing(
    asking: Asking, principal: Principal, action: str, point: Resource, wanted: Wanted, facts: Facts
) -> Iterator[Chain]:
    """The chains of those who write the policy of an access point, and are let through it and by the bucket then."""
    writes, through = written(asking, principal, action, point, OBJECT + wanted.below if wanted.below else "", facts)
    let = asking.ask(principal, action, wanted.resource, below=wanted.below, facts=facts)
    if not (writes.is_open and through.is_open and let.is_open):
        return
    requests = tuple(each for each in (writes.request,) if each is not None)
    step = Step(principal, f"writes the policy of {point.node.address}", point.node.address, requests, writes.unknown)
    yield Chain(
        principal, (step,), principal, through.request, reasons(*(each.unknown for each in (writes, through, let)))
    )


def _by_itself(
    asking: Asking, principal: Principal, action: str, point: Resource, wanted: Wanted, facts: Facts
) -> list[Answer]:
    """That somebody of the account is let by policies of their own, and that the bucket's policy does not deny it."""
    bucket = wanted.resource
    if not principal.account == point.account == bucket.account:
        return [Answer()]
    known = asking.world.policies_for(principal, action, point, generous=True)
    own = Answer(unknown=point.unknown)
    if not point.unknown:
        below = OBJECT + wanted.below if wanted.below else ""
        own = asking.ask_with(replace(known, resource=None), principal, action, point, below, facts)
    return [own, spared(asking, principal, action, wanted, facts)]


def _facts(asking: Asking, node: Node, point: Resource) -> Facts:
    """The condition keys of what is asked through an access point."""
    network = bool(node.peek("vpc_configuration"))
    found: dict[str, tuple[str, ...] | None] = {
        "s3:accesspointnetworkorigin": ("VPC" if network else "Internet",),
        "s3:dataaccesspointaccount": (point.account,),
        "s3:dataaccesspointarn": (point.arn,),
    }
    vpc = text_of(asking.world.graph, node.peek("vpc_configuration.0.vpc_id"))
    return found | ({"aws:sourcevpc": (vpc,)} if vpc is not None else {})
