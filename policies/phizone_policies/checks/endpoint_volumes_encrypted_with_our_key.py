"""Endpoints' volumes are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.blocks import inside
from phizone_policies.views.instances import takes_volume_key
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_VARIANTS = ("production_variants", "shadow_production_variants")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_endpoint_configuration",),
    reads=(
        "aws_sagemaker_endpoint_configuration.kms_key_arn",
        "aws_sagemaker_endpoint_configuration.production_variants",
        "aws_sagemaker_endpoint_configuration.shadow_production_variants",
        "aws_kms_alias.target_key_id",
    ),
)
def endpoint_volumes_encrypted_with_our_key(configuration: Node, view: View) -> Result:
    """An endpoint's instances encrypt their volumes with a customer-managed key of this zone.

    Why: requests with PHI, and the model that learned from it, lie on those volumes while the endpoint runs.
    Fix: set kms_key_arn to the team's key; only instances with local disks and serverless variants take none.
    Source: Amazon SageMaker API Reference, "CreateEndpointConfig"; 45 CFR 164.312(a)(2)(iv).
    """
    variants = [block for path in _VARIANTS for block in configuration.blocks(path)]
    if variants and not any(_has_volume(configuration, variant) for variant in variants):
        return not_applicable("its variants are serverless or on local disks, which take no key")
    return encrypted_with_ours(view.graph, configuration.get("kms_key_arn"))


def _has_volume(configuration: Node, variant: dict[str, Value]) -> bool:
    return not inside(configuration, variant, "serverless_config") and takes_volume_key(configuration, variant)
