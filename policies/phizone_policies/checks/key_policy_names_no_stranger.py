"""Keys are used by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.principals import EVERYBODY, Known
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=KEYS,
    reads=(
        "aws_kms_external_key.policy",
        "aws_kms_key.policy",
        "aws_kms_key_policy.key_id",
        "aws_kms_key_policy.policy",
        "aws_kms_replica_key.policy",
    ),
)
def key_policy_names_no_stranger(key: Node, view: View) -> Result:
    """A key's policy allows something only to accounts of the organization, and to AWS services for us.

    Why: the key's policy is the last word on who reads PHI; a stranger in it needs nothing else of ours.
    Fix: name accounts or roles of the organization; bind services by source account, source ARN or encryption context.
    Source: AWS KMS Developer Guide, "Key policies in AWS KMS"; AWS Security Hub KMS.5; 45 CFR 164.312(a)(1).
    """
    document = policy(view.graph, key)
    known = Known(view)
    for number, statement in enumerate(document.statements if document else (), start=1):
        reason = _stranger(known, statement) if statement.allows else ""
        if reason:
            name = statement.sid or f"number {number}"
            return failed(f"statement {name} of its policy {reason}", statement=name)
    return passed()


def _stranger(known: Known, statement: Statement) -> str:
    """Whom a statement lets in that nobody knows, or nothing."""
    if statement.not_principals:
        return "lets in everybody but some"
    for kind, principal in statement.principals:
        if (kind, principal) in EVERYBODY:
            if not known.binds_caller(statement):
                return "lets in everybody"
        elif kind == "Service":
            if not known.binds_service(statement):
                return f"lets {principal} in for any account, since no condition names its source"
        elif not known.is_ours(principal):
            return f"lets in {principal}, which is of no account of the organization"
    return ""
