"""Keys: the key policy must agree, a grant may replace it, and few operations work across accounts.

Source: AWS KMS Developer Guide, "Key policies", "Grants in AWS KMS", "Allowing users in other accounts to use a KMS
key" and "AWS KMS permissions".
"""

from __future__ import annotations

from phizone_policies.proofs.access.identity import Answer, identity_path
from phizone_policies.proofs.access.index import Asked
from phizone_policies.proofs.access.naming import Naming, names
from phizone_policies.proofs.access.request import Grant, Policies

# Column "Cross-account use" of "AWS KMS permissions".
ACROSS_ACCOUNTS = frozenset(
    f"kms:{name}"
    for name in (
        "creategrant",
        "decrypt",
        "derivesharedsecret",
        "describekey",
        "encrypt",
        "generatedatakey",
        "generatedatakeypair",
        "generatedatakeypairwithoutplaintext",
        "generatedatakeywithoutplaintext",
        "generatemac",
        "getkeyrotationstatus",
        "getpublickey",
        "listgrants",
        "reencryptfrom",
        "reencryptto",
        "retiregrant",
        "revokegrant",
        "sign",
        "verify",
        "verifymac",
    )
)
"""Actions, in lower case, that a principal can be allowed on another account's key; others have no effect there."""
_WITH_CONTEXT = frozenset(
    f"kms:{name}"
    for name in (
        "decrypt",
        "encrypt",
        "generatedatakey",
        "generatedatakeypair",
        "generatedatakeypairwithoutplaintext",
        "generatedatakeywithoutplaintext",
        "reencryptfrom",
        "reencryptto",
    )
)
_CONTEXT = "kms:encryptioncontext:"
_ON_ALIASES = frozenset({"kms:createalias", "kms:deletealias", "kms:updatealias"})


def is_about_a_key(asked: Asked) -> bool:
    """Whether a request is about a key; one about all keys or about an alias itself is an ordinary request."""
    if asked.service != "kms" or asked.resource == "*":
        return False
    return ":alias/" not in asked.resource or asked.action not in _ON_ALIASES


def by_grant(asked: Asked, policies: Policies) -> Answer:
    """Whether some grant gives the operation to who asks, under its constraints.

    A grant to a principal needs none of its own policies; the guide names no layer that caps it but a Deny.
    """
    for grant in policies.grants:
        naming = names((("AWS", grant.grantee),)).name(asked.who)
        if naming and _covers(grant, asked):
            sentence = f"the grant {grant.name or 'to ' + grant.grantee} gives the operation"
            own = identity_path(asked, policies) if naming is Naming.ACCOUNT else Answer(True, ())
            if own.opens:
                return Answer(True, (sentence, *own.because))
    return Answer(False, ("no grant gives the operation",) if policies.grants else ())


def _covers(grant: Grant, asked: Asked) -> bool:
    if asked.action not in {f"kms:{operation.lower()}" for operation in grant.operations}:
        return False
    if asked.action not in _WITH_CONTEXT or not grant.encryption_context:
        return True
    wanted = {(f"{_CONTEXT}{key.lower()}", value) for key, value in grant.encryption_context}
    given = {(key, each) for key, values in asked.context.items() if key.startswith(_CONTEXT) for each in values}
    return wanted == given if grant.exact_context else wanted <= given
