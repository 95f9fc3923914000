"""VPC Block Public Access of accounts and regions, and what is excluded from it."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Mode, Vpc
from phizone_stacks.graph.node import Node, UnknownValue

_BASE = "aws_vpc_block_public_access"
_EXCLUDED = {"allow-bidirectional": Mode.OFF, "allow-egress": Mode.INGRESS}


def blocked(survey: Survey, vpcs: Mapping[str, Vpc]) -> dict[str, tuple[Mode, str]]:
    """The mode of each VPC and subnet where it is not AWS's default, which is off, and the resource that says so.

    Source: Amazon VPC User Guide, "Block public access to VPCs and subnets".
    """
    found: dict[str, tuple[Mode, str]] = {}
    for node in survey.of_type(f"{_BASE}_options"):
        with survey.reading(node):
            mode = Mode(node.text("internet_gateway_block_mode"))
            for vpc in vpcs.values():
                if (vpc.account, vpc.region) == (node.account, node.region) and mode is not Mode.OFF:
                    found[vpc.name] = mode, node.address
    for node in survey.of_type(f"{_BASE}_exclusion"):
        with survey.reading(node):
            name = survey.subnet(node.get("subnet_id")) or survey.vpc(node.get("vpc_id"))
            if not name:
                survey.missing(node.address, "what it excludes is not in the graph")
            elif found.keys() & {name, _around(survey, name)}:
                found[name] = _excluded(node), node.address
    return found


def _excluded(node: Node) -> Mode:
    mode = node.text("internet_gateway_exclusion_mode")
    if mode not in _EXCLUDED:
        raise UnknownValue(node.address, "internet_gateway_exclusion_mode", f"{mode!r} is no mode")
    return _EXCLUDED[mode]


def _around(survey: Survey, subnet: str) -> str:
    """Name of the VPC around a subnet; empty for none."""
    node = survey.graph.find(subnet)
    return survey.vpc(node.peek("vpc_id")) if node is not None else ""
