"""Instances have a profile."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import given
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_instance",),
    reads=("aws_instance.iam_instance_profile", "aws_instance.launch_template"),
)
def instance_has_a_profile(instance: Node, view: View) -> Result:
    """An instance has an instance profile, so that what runs on it needs no stored keys.

    Why: without a role people put access keys on the disk, where they stay and are copied.
    Fix: set iam_instance_profile, on the instance or on its launch template.
    Source: AWS Config EC2_INSTANCE_PROFILE_ATTACHED; 45 CFR 164.308(a)(4)(ii)(B).
    """
    if given(instance, ("iam_instance_profile",)):
        return passed()
    if given(instance, ("launch_template",)):
        return not_applicable("its launch template says")
    return failed("it has no iam_instance_profile")
