"""Classic load balancers spread requests over all zones."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.load_balancers import CLASSIC
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=(CLASSIC,),
    reads=("aws_elb.cross_zone_load_balancing",),
)
def classic_load_balancer_spreads_over_zones(balancer: Node, view: View) -> Result:
    """A classic load balancer hands requests to the instances of every zone alike.

    Why: without it a zone that has lost its instances goes on getting its share of the requests, and drops them.
    Fix: set cross_zone_load_balancing=True, which is the default.
    Source: AWS Config rule elb-cross-zone-load-balancing-enabled; AWS Security Hub ELB.9; 45 CFR 164.308(a)(7)(i).
    """
    on = is_on(setting(balancer, "cross_zone_load_balancing"))
    return passed() if on else failed("its cross_zone_load_balancing is not True")
