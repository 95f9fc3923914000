"""Models run in our VPC."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_model",),
    reads=("aws_sagemaker_model.vpc_config",),
)
def model_runs_in_our_vpc(model: Node, view: View) -> Result:
    """A model's containers run in subnets of a VPC, behind security groups.

    Why: outside a VPC what a container sends with a patient's request passes no endpoint policy and no flow log.
    Fix: set vpc_config with private subnets and a security group.
    Source: Amazon SageMaker Developer Guide, "Give SageMaker hosted endpoints access to resources in your VPC"; AWS
    Config SAGEMAKER_MODEL_IN_VPC.
    """
    for what in ("subnets", "security_group_ids"):
        if not leaves(model, f"vpc_config.{what}"):
            return failed(f"its vpc_config names no {what}" if model.get("vpc_config") else "it has no vpc_config")
    return passed()
