"""Keys stay manageable."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.principals import EVERYBODY, Known
from phizone_policies.views.requests import Request, acts_on, certainly_denied
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
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
def key_policy_keeps_an_administrator(key: Node, view: View) -> Result:
    """A key's policy lets somebody of our accounts change it.

    Why: nobody can change the policy of a key that names no such principal, nor read its data once a role is gone.
    Fix: allow the account, or a role of it, kms:PutKeyPolicy and the rest of the administration.
    Source: AWS KMS Developer Guide, "Default key policy", "Allows access to the AWS account".
    """
    document = policy(view.graph, key)
    if document is None:
        return passed()
    known = Known(view, generous=True)
    if not any(_keeps(known, statement) for statement in document.allows):
        return failed("its policy lets nobody of ours change it")
    if certainly_denied(document.statements, Request(action="kms:PutKeyPolicy")):
        return failed("its policy denies everybody to change it")
    return passed()


def _keeps(known: Known, statement: Statement) -> bool:
    ours = any(kind == "AWS" and known.is_ours(each) for kind, each in statement.principals)
    everybody = any(each in EVERYBODY for each in statement.principals)
    return acts_on(statement, "kms:PutKeyPolicy") and (ours or everybody)
