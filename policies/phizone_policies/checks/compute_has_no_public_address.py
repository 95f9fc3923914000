"""Compute has no public address."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.naming import naming
from phizone_policies.views.networks import subnet
from phizone_policies.views.settings import is_off, is_on, literal, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_ecs_service": "network_configuration.assign_public_ip",
    "aws_instance": "associate_public_ip_address",
    "aws_launch_configuration": "associate_public_ip_address",
    "aws_launch_template": "network_interfaces.associate_public_ip_address",
}
_SUBNETS = {"aws_emr_cluster": "ec2_attributes.subnet_id", "aws_instance": "subnet_id"}
_ELASTIC = ("aws_eip", "aws_eip_association")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=tuple(sorted({*_SETTINGS, *_SUBNETS})),
    reads=(
        *reads(_SETTINGS, _SUBNETS),
        "aws_default_subnet.map_public_ip_on_launch",
        "aws_eip.instance",
        "aws_eip_association.instance_id",
        "aws_subnet.map_public_ip_on_launch",
    ),
)
def compute_has_no_public_address(machine: Node, view: View) -> Result:
    """No instance, task or cluster gets an address on the internet, by itself, its subnet or an elastic address.

    Why: with a public address one rule of a security group is all that parts the internet from a machine with PHI.
    Fix: set associate_public_ip_address or assign_public_ip to False, and use subnets that give none.
    Source: AWS Security Hub EC2.9, AutoScaling.5, ECS.2, EMR.1; 45 CFR 164.312(e)(1).
    """
    path = _SETTINGS.get(machine.type, "")
    values = [literal(machine, path, value) for value in leaves(machine, path)] if path else []
    if any(is_on(value) for value in values):
        return failed(f"its {path} is True", setting=path)
    for kind in _ELASTIC:
        paths = ("instance",) if kind == "aws_eip" else ("instance_id",)
        for elastic in naming(view.graph, machine, (kind,), *paths) if machine.type == "aws_instance" else ():
            return failed(f"{elastic.address} gives it an elastic address", address=elastic.address)
    place = _SUBNETS.get(machine.type)
    if place is None or any(is_off(value) for value in values):
        return passed()
    for value in leaves(machine, place):
        found = subnet(view.graph, value)
        if found is not None and is_on(found.get("map_public_ip_on_launch")):
            return failed(f"its subnet {found.address} gives public addresses", subnet=found.address)
    return passed()
