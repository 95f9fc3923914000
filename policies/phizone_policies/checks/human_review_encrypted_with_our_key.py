"""What people answer about patients' data is encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.blocks import leaf
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_flow_definition",),
    reads=("aws_sagemaker_flow_definition.output_config", "aws_kms_alias.target_key_id"),
)
def human_review_encrypted_with_our_key(flow: Node, view: View) -> Result:
    """A human review workflow encrypts its answers with a customer-managed key of this zone.

    Why: the answers hold what the reviewer saw, which is a patient's record.
    Fix: set kms_key_id in output_config to the team's key.
    Source: Amazon SageMaker API Reference, "FlowDefinitionOutputConfig"; checkov CKV_AWS_372; 45 CFR
    164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, leaf(flow, "output_config.kms_key_id"))
