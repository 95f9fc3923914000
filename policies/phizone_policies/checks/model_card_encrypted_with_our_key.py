"""Model cards are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.blocks import leaf
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_sagemaker_model_card",),
    reads=("aws_sagemaker_model_card.security_config", "aws_kms_alias.target_key_id"),
)
def model_card_encrypted_with_our_key(card: Node, view: View) -> Result:
    """A model card is encrypted with a customer-managed key of this zone.

    Why: cards describe the patients that a model was trained on, down to small groups.
    Fix: set kms_key_id in security_config to the team's key.
    Source: Amazon SageMaker API Reference, "ModelCardSecurityConfig"; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, leaf(card, "security_config.kms_key_id"))
