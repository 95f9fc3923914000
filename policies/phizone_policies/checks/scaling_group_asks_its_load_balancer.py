"""Scaling groups ask their load balancer."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import given, setting
from phizone_stacks.graph.node import Node

_BALANCERS = ("load_balancers", "target_group_arns", "traffic_source")


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=("aws_autoscaling_group",),
    reads=(
        "aws_autoscaling_attachment.autoscaling_group_name",
        "aws_autoscaling_group.health_check_type",
        *(f"aws_autoscaling_group.{each}" for each in _BALANCERS),
    ),
)
def scaling_group_asks_its_load_balancer(group: Node, view: View) -> Result:
    """A scaling group behind a load balancer replaces what the balancer calls unhealthy.

    Why: a machine that runs and does not answer is else kept for ever.
    Fix: set health_check_type=ELB.
    Source: AWS Security Hub AutoScaling.1; 45 CFR 164.308(a)(7)(ii)(C).
    """
    attached = naming(view.graph, group, ("aws_autoscaling_attachment",), "autoscaling_group_name", "name", "id")
    if not attached and not given(group, _BALANCERS):
        return not_applicable("it stands behind no load balancer")
    kind = setting(group, "health_check_type")
    return passed() if kind in ("ELB", "VPC_LATTICE") else failed(f"its health_check_type is {kind or 'EC2'}")
