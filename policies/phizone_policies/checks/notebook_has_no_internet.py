"""Notebooks have no internet."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_notebook_instance",),
    reads=("aws_sagemaker_notebook_instance.direct_internet_access", "aws_sagemaker_notebook_instance.subnet_id"),
)
def notebook_has_no_internet(notebook: Node, view: View) -> Result:
    """A notebook instance stands in a subnet and has no internet access of SageMaker's own.

    Why: through SageMaker's own network whoever works in the notebook can send PHI anywhere, past every control.
    Fix: set subnet_id, security_groups and direct_internet_access="Disabled".
    Source: AWS Security Hub SageMaker.1, SageMaker.2; 45 CFR 164.312(e)(1).
    """
    if notebook.get("direct_internet_access") != "Disabled":
        return failed("direct_internet_access is not Disabled")
    return passed() if notebook.get("subnet_id") else failed("it is in no subnet of a VPC")
