"""Endpoints survive the loss of an instance."""

from __future__ import annotations

from phizone_environments.environment import DataClass
from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_LEAST = 2


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=("aws_sagemaker_endpoint_configuration",),
    reads=("aws_sagemaker_endpoint_configuration.production_variants",),
)
def endpoint_survives_an_instance(configuration: Node, view: View) -> Result:
    """Where patients' data is, every production variant has at least two instances, or needs none.

    Why: SageMaker spreads two instances over two zones; one alone takes the model away from the ward when it fails.
    Fix: set initial_instance_count, or min_instance_count of managed_instance_scaling, to 2 or more.
    Source: AWS Security Hub SageMaker.4; 45 CFR 164.308(a)(7)(ii)(C).
    """
    if view.environment.data is not DataClass.PHI:
        return not_applicable(f"{view.environment.name} serves no patients")
    for variant in configuration.blocks("production_variants"):
        if inside(configuration, variant, "serverless_config"):
            continue
        count = _instances(configuration, variant)
        if count < _LEAST:
            name = inside(configuration, variant, "variant_name") or "(unnamed)"
            return failed(f"variant {name} has {count} instance{'' if count == 1 else 's'}")
    return passed()


def _instances(configuration: Node, variant: dict[str, Value]) -> int:
    """How many instances a variant has at least."""
    scaling = inside(configuration, variant, "managed_instance_scaling")
    for block in scaling if isinstance(scaling, list) else [scaling]:
        if isinstance(block, dict) and inside(configuration, block, "status") != "DISABLED":
            least = inside(configuration, block, "min_instance_count")
            return int(least) if isinstance(least, int | float) else 0
    count = inside(configuration, variant, "initial_instance_count")
    return int(count) if isinstance(count, int | float) else 0
