"""Keys are used by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.strangers import names_no_stranger
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
    """A key's policy allows something only to accounts of ours, and to AWS services for us.

    Why: the key's policy is the last word on who reads PHI; a stranger in it needs nothing else of ours.
    Fix: name accounts or roles of the organization; bind services by source account, source ARN or encryption context.
    Source: AWS KMS Developer Guide, "Key policies in AWS KMS"; AWS Security Hub KMS.5; 45 CFR 164.312(a)(1).
    """
    return names_no_stranger(view, policy(view.graph, key))
