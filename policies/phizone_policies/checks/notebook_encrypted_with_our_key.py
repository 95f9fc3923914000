"""Notebooks are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_notebook_instance",),
    reads=("aws_sagemaker_notebook_instance.kms_key_id", "aws_kms_alias.target_key_id"),
)
def notebook_encrypted_with_our_key(notebook: Node, view: View) -> Result:
    """A notebook instance encrypts its volume with a customer-managed key of this zone.

    Why: people keep extracts of patients' data beside their notebooks; AWS's key cannot be taken away from anybody.
    Fix: make the notebook again with kms_key_id of the team's key; SageMaker takes it on creation only.
    Source: Amazon SageMaker Developer Guide, "Protect data at rest using encryption"; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, notebook.get("kms_key_id"))
