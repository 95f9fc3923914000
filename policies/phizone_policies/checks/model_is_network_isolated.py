"""Models are isolated from the network."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_sagemaker_model",),
    reads=("aws_sagemaker_model.enable_network_isolation",),
)
def model_is_network_isolated(model: Node, view: View) -> Result:
    """A model's containers can call nothing and hold no credentials.

    Why: a serving container sees PHI in every request; one that was tampered with could send it on.
    Fix: set enable_network_isolation=True; SageMaker fetches the model and passes requests in by itself.
    Source: AWS Security Hub SageMaker.5; 45 CFR 164.312(e)(1).
    """
    isolated = model.get("enable_network_isolation") is True
    return passed() if isolated else failed("enable_network_isolation is not True")
