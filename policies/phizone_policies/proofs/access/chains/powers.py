"""What somebody can change before they ask, and what is left of the policies when they have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from phizone_policies.proofs.access.request import Grant, Policies
from phizone_policies.proofs.access.world import Kind, Principal
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held
from phizone_policies.views.documents import Document, Statement

_VERSION = "2012-10-17"


class Power(StrEnum):
    """Something that can be changed."""

    OPEN = "open"
    """The policy on the resource: it lets them do everything."""
    BARE = "bare"
    """The policy on the resource: there is none but AWS's own."""
    WIDEN = "widen"
    """Their own permissions: they have every one that their boundary lets them have, or those of certain policies."""
    UNBIND = "unbind"
    """Their boundary: they have none, or a certain other."""
    LIFT = "lift"
    """Policies of their own that deny something: they have these no more."""
    RETAG = "retag"
    """Their own tags: they are what a condition asks for."""
    TAG = "tag"
    """The tags of the resource: they are what a condition asks for."""
    ALIAS = "alias"
    """The aliases of a key: they are what a condition asks for."""
    GRANT = "grant"
    """The grants on a key: they have one for the operation."""


Gives = Mapping[Power, tuple[Document, ...]]
"""The policies that a power gives, or puts in place of a boundary; a power that is not there gives everything."""
GIVES_ALL: Gives = {}
"""Every power gives everything."""


def changed(
    policies: Policies,
    powers: Collection[Power],
    principal: Principal,
    action: str,
    gives: Gives = GIVES_ALL,
    lifts: Collection[Held] = (),
    default: Document | None = None,
) -> Policies:
    """Policies after somebody has used some powers for an action; `TAG`, `RETAG` and `ALIAS` change no policy.

    `lifts` are the principal's own that are removed or overwritten, and so deny nothing any more; `default` is what AWS
    takes for the policy of a resource that has none.
    """
    if lifts:
        kept = tuple(held.document for held in principal.held if held not in lifts)
        policies = replace(policies, identity=(*kept, *policies.identity[len(principal.held) :]))
    if Power.BARE in powers:
        policies = replace(policies, resource=default)
    if Power.OPEN in powers:
        policies = replace(policies, resource=letting(principal))
    if Power.WIDEN in powers:
        policies = replace(policies, identity=(*policies.identity, *gives.get(Power.WIDEN, (EVERYTHING,))))
    if Power.UNBIND in powers:
        policies = replace(policies, boundary=gives.get(Power.UNBIND))
    if Power.GRANT in powers:
        operations = (action.partition(":")[2],)
        given = Grant(grantee=principal.arn, operations=operations, name="a grant of its own")
        policies = replace(policies, grants=(*policies.grants, given))
    return policies


def letting(principal: Principal) -> Document:
    """A policy on a resource that lets one principal do everything."""
    kind = {Kind.SERVICE: "Service", Kind.FEDERATED: "Federated"}.get(principal.kind, "AWS")
    return _naming(kind, "*" if principal.kind is Kind.STRANGER else principal.arn)


@lru_cache(maxsize=4096)
def _naming(kind: str, name: str) -> Document:
    named = ((kind, name),)
    return Document(_VERSION, (Statement("ForItself", "Allow", named, (), ("*",), (), ("*",), (), ()),))
