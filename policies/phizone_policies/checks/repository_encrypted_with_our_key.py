"""Container images are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_ecr_repository",),
    reads=("aws_ecr_repository.encryption_configuration",),
)
def repository_encrypted_with_our_key(repository: Node, view: View) -> Result:
    """An ECR repository encrypts its images with a customer-managed key of this zone.

    Why: images hold models, and models can give back what they were trained on.
    Fix: make the repository again with encryption_configuration of KMS and our key; ECR takes it on creation only.
    Source: Amazon ECR User Guide, "Encryption at rest"; 45 CFR 164.312(a)(2)(iv).
    """
    kind = leaf(repository, "encryption_configuration.encryption_type")
    if kind not in ("KMS", "KMS_DSSE"):
        return failed(f"its encryption type is {kind or 'AES256'}, not KMS")
    return encrypted_with_ours(view.graph, leaf(repository, "encryption_configuration.kms_key"))
