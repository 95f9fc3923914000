"""Studio domains are encrypted with their team's key."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_for_its_team
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.CRITICAL,
    profile=Profile.PHI,
    types=("aws_sagemaker_domain",),
    reads=("aws_sagemaker_domain.kms_key_id", "aws_sagemaker_domain.tags", "aws_kms_key.tags"),
)
def studio_domain_encrypted_with_our_key(domain: Node, view: View) -> Result:
    """A Studio domain encrypts its home directories and volumes with the customer-managed key of its own team.

    Why: notebooks keep extracts of patients' data; another team's key, or AWS's, lets others decide who reads them.
    Fix: make the domain again with kms_key_id of the team's key; SageMaker takes it on creation only.
    Source: Amazon SageMaker Developer Guide, "Protect data at rest using encryption"; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_for_its_team(view.graph, domain, domain.get("kms_key_id"))
