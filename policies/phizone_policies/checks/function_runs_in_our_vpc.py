"""Functions run in our VPC."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_lambda_function",),
    reads=("aws_lambda_function.vpc_config",),
)
def function_runs_in_our_vpc(function: Node, view: View) -> Result:
    """A function runs in subnets of a VPC, behind security groups.

    Why: Lambda's own network reaches the whole internet, past every endpoint policy and flow log.
    Fix: set vpc_config with private subnets and a security group.
    Source: AWS Security Hub Lambda.3; 45 CFR 164.312(e)(1).
    """
    for what in ("subnet_ids", "security_group_ids"):
        if not leaves(function, f"vpc_config.{what}"):
            return failed(f"its vpc_config names no {what}" if function.get("vpc_config") else "it has no vpc_config")
    return passed()
