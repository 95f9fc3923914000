"""What endpoints write is encrypted with our keys."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.blocks import inside, leaves
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

_ALWAYS = (
    "async_inference_config.output_config",
    "production_variants.core_dump_config",
    "shadow_production_variants.core_dump_config",
)
_CAPTURE = "data_capture_config"


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_endpoint_configuration",),
    reads=(
        "aws_sagemaker_endpoint_configuration.async_inference_config",
        "aws_sagemaker_endpoint_configuration.data_capture_config",
        "aws_sagemaker_endpoint_configuration.production_variants",
        "aws_sagemaker_endpoint_configuration.shadow_production_variants",
        "aws_kms_alias.target_key_id",
    ),
)
def endpoint_data_encrypted_with_our_key(configuration: Node, view: View) -> Result:
    """Captured requests, asynchronous answers and core dumps are encrypted with a customer-managed key of this zone.

    Why: captured requests are PHI as patients' systems sent it, and they are kept.
    Fix: set kms_key_id of data_capture_config, of async_inference_config's output_config and of core_dump_config.
    Source: Amazon SageMaker API Reference, "DataCaptureConfig", "AsyncInferenceOutputConfig"; 45 CFR 164.312(a)(2)(iv).
    """
    found = [encrypted_with_ours(view.graph, key) for key in _keys(configuration)]
    if not found:
        return not_applicable("it writes nothing")
    return next((result for result in found if result.outcome is not Outcome.PASS), passed())


def _keys(configuration: Node) -> Iterator[Value]:
    """The key of everything that it writes."""
    for path in (_CAPTURE, *_ALWAYS):
        for block in leaves(configuration, path):
            if not isinstance(block, dict):
                raise UnknownValue(configuration.address, path)
            if path != _CAPTURE or inside(configuration, block, "enable_capture") is True:
                yield inside(configuration, block, "kms_key_id")
