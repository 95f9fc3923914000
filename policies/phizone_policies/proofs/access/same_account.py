"""Requests inside one account: by the principal's policies or by the resource's, each capped in its own way.

How the resource's policy names the principal decides what caps its Allow. A user, a session or everybody (`*`):
nothing. A role: its permissions boundary and session policies. The account: the Allow gives nothing by itself.
Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
"""

from __future__ import annotations

from phizone_policies.proofs.access.identity import Answer, caps, identity_path
from phizone_policies.proofs.access.index import Asked, alone
from phizone_policies.proofs.access.layers import resource_layer
from phizone_policies.proofs.access.naming import Naming
from phizone_policies.proofs.access.request import Policies


def same_account(asked: Asked, policies: Policies, must_be_explicit: bool) -> Answer:
    """Whether a request inside an account is granted.

    A resource that must be explicit, as a key or a role, lets the principal's own policies decide only where its
    policy names the account.
    """
    layer = resource_layer(asked)
    naming, sentence = layer.strongest(asked, () if policies.resource is None else alone(policies.resource))
    if naming is Naming.ITSELF:
        return Answer(True, (sentence,))
    closed = caps(asked, policies) if naming is Naming.ROLE else ()
    if naming is Naming.ROLE and not closed:
        return Answer(True, (sentence,))
    if must_be_explicit and naming is not Naming.ACCOUNT:
        return Answer(False, closed or (f"{_silence(layer.name, policies)}, without which nothing else counts",))
    own = identity_path(asked, policies)
    if own.opens:
        return Answer(True, (*own.because, sentence) if must_be_explicit else own.because)
    return Answer(False, tuple(dict.fromkeys((*own.because, *closed, *_of_resource(layer.name, naming, policies)))))


def _of_resource(layer: str, naming: Naming, policies: Policies) -> tuple[str, ...]:
    if naming is Naming.ACCOUNT:
        return (f"{layer} names only the account, which leaves it to the policies of the principal",)
    return (_silence(layer, policies),) if naming is Naming.NOT else ()


def _silence(layer: str, policies: Policies) -> str:
    return f"there is no {layer.removeprefix('the ')}" if policies.resource is None else f"{layer} does not allow it"
