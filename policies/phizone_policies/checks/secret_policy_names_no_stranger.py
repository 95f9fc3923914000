"""Secrets are ours."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.messages import READS, policy
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_secretsmanager_secret",),
    reads=tuple(read for read in READS if "secret" in read),
)
def secret_policy_names_no_stranger(secret: Node, view: View) -> Result:
    """A secret's policy lets in accounts of ours only.

    Why: whoever reads the secret is, to the system it opens, us.
    Fix: name roles of ours in the policy, and set block_public_policy.
    Source: AWS Secrets Manager User Guide, "Resource-based policies"; 45 CFR 164.312(a)(1), 164.308(a)(4)(ii)(B).
    """
    found = policy(view.graph, secret)
    return (
        names_no_stranger(view, found) if found else not_applicable("it has no policy, so only its account reaches it")
    )
