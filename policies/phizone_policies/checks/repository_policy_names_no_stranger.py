"""Container images are for those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.documents import document
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ecr_registry_policy", "aws_ecr_repository_policy"),
    reads=("aws_ecr_registry_policy.policy", "aws_ecr_repository_policy.policy"),
)
def repository_policy_names_no_stranger(policy: Node, view: View) -> Result:
    """The policy of a repository or a registry lets nobody in who is of no account of ours.

    Why: whoever may push puts code beside PHI; whoever may pull takes our models along.
    Fix: name roles or accounts of ours, with aws:PrincipalOrgID; bind services by source account.
    Source: Amazon ECR User Guide, "Private repository policies"; checkov CKV_AWS_32; 45 CFR 164.308(a)(5)(ii)(B).
    """
    return names_no_stranger(view, document(view.graph, policy, "policy"))
