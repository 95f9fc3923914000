"""Notebooks give nobody root."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_sagemaker_notebook_instance",),
    reads=("aws_sagemaker_notebook_instance.root_access",),
)
def notebook_gives_no_root(notebook: Node, view: View) -> Result:
    """Nobody is root on a notebook instance.

    Why: root switches off whatever watches the instance, and reads what its other users left there.
    Fix: set root_access="Disabled"; lifecycle configurations still run as root.
    Source: AWS Security Hub SageMaker.3; 45 CFR 164.308(a)(4)(ii)(C).
    """
    return passed() if notebook.get("root_access") == "Disabled" else failed("root_access is not Disabled")
