"""Transit gateways connect nothing by default."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node

_SETTINGS = (
    "auto_accept_shared_attachments",
    "default_route_table_association",
    "default_route_table_propagation",
)


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ec2_transit_gateway",),
    reads=tuple(f"aws_ec2_transit_gateway.{setting}" for setting in _SETTINGS),
)
def transit_gateway_accepts_nothing_by_default(gateway: Node, view: View) -> Result:
    """A transit gateway accepts no attachment by itself and joins none to a route table that all share.

    Why: by AWS's defaults every attached network reaches every other one, development and production alike.
    Fix: set auto_accept_shared_attachments and both default_route_table settings to "disable".
    Source: AWS Transit Gateway guide, "Isolated VPCs"; AWS Security Hub EC2.23.
    """
    for setting in _SETTINGS:
        if gateway.get(setting) != "disable":
            return failed(f"{setting} is {gateway.get(setting)}")
    return passed()
