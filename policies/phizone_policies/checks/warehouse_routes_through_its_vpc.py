"""Warehouses load and unload through their VPC."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_on, reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_redshift_cluster": "enhanced_vpc_routing",
    "aws_redshiftserverless_workgroup": "enhanced_vpc_routing",
}


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def warehouse_routes_through_its_vpc(warehouse: Node, view: View) -> Result:
    """A warehouse sends what it loads and unloads through its VPC, where endpoints' policies and flow logs are.

    Why: else COPY and UNLOAD go over the internet's side, past every control of the network.
    Fix: set enhanced_vpc_routing=True.
    Source: AWS Security Hub Redshift.7; 45 CFR 164.312(e)(1).
    """
    on = is_on(setting(warehouse, "enhanced_vpc_routing"))
    return passed() if on else failed("enhanced_vpc_routing is off")
