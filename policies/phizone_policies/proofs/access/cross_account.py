"""Requests across accounts, where both sides must allow, and of those who have no account of ours or anybody's.

Source: IAM User Guide, "Cross-account policy evaluation logic".
"""

from __future__ import annotations

from phizone_policies.proofs.access.identity import Answer, identity_path
from phizone_policies.proofs.access.index import Asked, alone
from phizone_policies.proofs.access.layers import resource_layer
from phizone_policies.proofs.access.naming import Naming
from phizone_policies.proofs.access.request import Policies


def cross_account(asked: Asked, policies: Policies) -> Answer:
    """Whether a request from another account is granted: by the principal's own policies and by the resource's."""
    own, theirs = identity_path(asked, policies), outside(asked, policies)
    if own.opens and theirs.opens:
        return Answer(True, (*own.because, *theirs.because))
    return Answer(False, tuple(why for each in (own, theirs) if not each.opens for why in each.because))


def outside(asked: Asked, policies: Policies) -> Answer:
    """Whether the resource's policy grants it; it alone decides for who has no policies: services and anybody."""
    layer = resource_layer(asked)
    if policies.resource is None:
        return Answer(False, (f"there is no {layer.name.removeprefix('the ')}",))
    _, sentence = layer.strongest(asked, alone(policies.resource), Naming.ACCOUNT)
    return Answer(bool(sentence), (sentence or f"no statement of {layer.name} allows it to who asks",))
