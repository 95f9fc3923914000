"""Model packages are for those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.documents import document
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_sagemaker_model_package_group_policy",),
    reads=("aws_sagemaker_model_package_group_policy.resource_policy",),
)
def model_group_policy_names_no_stranger(policy: Node, view: View) -> Result:
    """The policy of a model package group lets nobody in who is of no account of ours.

    Why: a model gives back what it learned from patients, and a stranger who may add a version puts it on our wards.
    Fix: name roles or accounts of ours, with aws:PrincipalOrgID.
    Source: Amazon SageMaker Developer Guide, "Deploy a model version from a different account"; 45 CFR 164.312(a)(1).
    """
    return names_no_stranger(view, document(view.graph, policy, "resource_policy"))
