"""Subnets give no public addresses."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.networks import SUBNETS
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=SUBNETS,
    reads=(
        "aws_default_subnet.assign_ipv6_address_on_creation",
        "aws_default_subnet.map_public_ip_on_launch",
        "aws_subnet.assign_ipv6_address_on_creation",
        "aws_subnet.map_public_ip_on_launch",
    ),
)
def subnet_assigns_no_public_ip(subnet: Node, view: View) -> Result:
    """A subnet gives no public IPv4 address, and no IPv6 address, to what is started in it.

    Why: with a public address a single route is all that parts a machine with PHI from the internet.
    Fix: set map_public_ip_on_launch=False and assign_ipv6_address_on_creation=False.
    Source: Amazon VPC User Guide, "IP addressing for your VPCs and subnets"; AWS Security Hub EC2.15.
    """
    for setting in ("map_public_ip_on_launch", "assign_ipv6_address_on_creation"):
        if subnet.get(setting) is not False:
            return failed(f"{setting} is not False")
    return passed()
