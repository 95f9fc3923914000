"""Mutants that let a foreign account in past every layer at once: the resource's own policy and the perimeter above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_policies.check import View
from phizone_policies.mutation.hops.guardrails import ATTACHMENT
from phizone_policies.mutation.hops.keys import DECRYPTS, grant, keys_of
from phizone_policies.mutation.hops.making import arn, broken, given
from phizone_policies.mutation.hops.records import phi_buckets
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.statements import edited
from phizone_policies.mutation.values import FOREIGN_ACCOUNT
from phizone_policies.views.buckets import sibling
from phizone_policies.views.organization import RESOURCE_CONTROL, account_node, units
from phizone_stacks.graph.node import Node

GRANT = "grant to a foreign account past the perimeter"
"""A grant lets a foreign account decrypt, and neither the key's policy nor the organization's denies it."""
BUCKET = "bucket for a foreign account past the perimeter"
"""A bucket's policy lets a foreign account read, and the organization's does not deny it."""
OPERATORS = (GRANT, BUCKET)
"""Every operator of this module."""
_STRANGER = f"arn:aws:iam::{FOREIGN_ACCOUNT}:role/stranger"


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of the environment's keys and PHI buckets.

    With either layer left a foreign account stays out, so that no claim has to change.
    """
    gone = _perimeter(view)
    if not gone:
        return
    for key in keys_of(view):
        lent = grant(key, "stranger", _STRANGER)
        opened = given(key, policy=edited(key.get("policy"), _allowing))  # type: ignore[arg-type]
        yield broken(GRANT, DECRYPTS, lent, opened, gone=gone, to=FOREIGN_ACCOUNT)
    for bucket in phi_buckets(view):
        policy = sibling(view.graph, bucket, "aws_s3_bucket_policy")
        if policy is not None:
            yield broken(
                BUCKET, "no_outsider_reads_phi", _open(bucket, policy), gone=gone, path="policy", to=FOREIGN_ACCOUNT
            )


def _open(bucket: Node, policy: Node) -> Node:
    reads = {
        "Sid": "Partner",
        "Effect": "Allow",
        "Principal": {"AWS": _STRANGER},
        "Action": "s3:GetObject",
        "Resource": f"{arn(bucket)}/*",
    }
    return given(policy, policy=edited(policy.get("policy"), lambda old: [*_allowing(old), reads]))  # type: ignore[arg-type]


def _allowing(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [statement for statement in statements if statement.get("Effect") == "Allow"]


def _perimeter(view: View) -> list[Node]:
    """What attaches a resource control policy above the environment's account."""
    account = account_node(view.graph, view.environment.account.id)
    if account is None:
        return []
    above = {account.address, *(unit.address for unit in units(view.graph, account))}
    found = []
    for attachment in view.judged(ATTACHMENT):
        policy = view.graph.target(attachment.get("policy_id"))
        target = view.graph.target(attachment.get("target_id"))
        if policy is not None and target is not None and policy.get("type") == RESOURCE_CONTROL:
            found += [attachment] if target.address in above else []
    return found
