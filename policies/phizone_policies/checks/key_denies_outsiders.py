"""Keys refuse the world outside the organization."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.requests import Context, Request, certainly_denied
from phizone_stacks.graph.node import Node

_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:PutKeyPolicy")
_OUTSIDE: dict[str, Context] = {
    "principals of another organization": {"aws:principalorgid": ("o-stranger00",)},
    "principals of no organization": {"aws:principalorgid": None, "aws:principalorgpaths": None},
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=KEYS,
    reads=(
        "aws_kms_external_key.policy",
        "aws_kms_key.policy",
        "aws_kms_key_policy.key_id",
        "aws_kms_key_policy.policy",
        "aws_kms_replica_key.policy",
    ),
)
def key_denies_outsiders(key: Node, view: View) -> Result:
    """A key's policy denies its use, its grants and its policy to all who are not of the organization.

    Why: a grant, or an Allow that is one word too wide, lends the key to the world unless a denial stands before it.
    Fix: deny kms:* where aws:PrincipalOrgID is not the organization's, and the caller is no AWS service.
    Source: AWS whitepaper "Building a data perimeter on AWS"; 45 CFR 164.312(a)(1); NIST SP 800-53 AC-3, SC-12.
    """
    document = policy(view.graph, key)
    statements = document.statements if document else ()
    for caller, who in _OUTSIDE.items():
        context = {"aws:principalisawsservice": ("false",), **who}
        for action in _ACTIONS:
            if not certainly_denied(statements, Request(action=action, context=context)):
                return failed(f"its policy does not deny {action} to {caller}", action=action)
    return passed()
