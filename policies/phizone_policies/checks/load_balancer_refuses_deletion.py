"""Load balancers refuse deletion."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.load_balancers import BALANCERS
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=BALANCERS,
    reads=tuple(f"{balancer}.enable_deletion_protection" for balancer in BALANCERS),
)
def load_balancer_refuses_deletion(balancer: Node, view: View) -> Result:
    """A load balancer is deleted by nobody who has not switched its protection off first.

    Why: without it what stands behind is running and out of reach, and a care team waits.
    Fix: set enable_deletion_protection=True.
    Source: AWS Config rule elb-deletion-protection-enabled; AWS Security Hub ELB.6; 45 CFR 164.308(a)(7)(i).
    """
    on = is_on(setting(balancer, "enable_deletion_protection"))
    return passed() if on else failed("its enable_deletion_protection is not True")
