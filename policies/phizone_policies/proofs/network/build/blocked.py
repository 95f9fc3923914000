"""VPC Block Public Access of accounts and regions, and what is excluded from it."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Mode, Vpc

_BASE = "aws_vpc_block_public_access"
_EXCLUDED = {"allow-bidirectional": Mode.OFF, "allow-egress": Mode.INGRESS}


def blocked(survey: Survey, vpcs: Mapping[str, Vpc]) -> dict[str, Mode]:
    """The mode of each VPC and subnet where it is not AWS's default, which is off.

    Source: Amazon VPC User Guide, "Block public access to VPCs and subnets".
    """
    found: dict[str, Mode] = {}
    for node in survey.of_type(f"{_BASE}_options"):
        with survey.reading(node):
            mode = Mode(node.text("internet_gateway_block_mode"))
            for vpc in vpcs.values():
                if (vpc.account, vpc.region) == (node.account, node.region) and mode is not Mode.OFF:
                    found[vpc.name] = mode
    for node in survey.of_type(f"{_BASE}_exclusion"):
        with survey.reading(node):
            name = survey.subnet(node.get("subnet_id")) or survey.vpc(node.get("vpc_id"))
            if name:
                found[name] = _EXCLUDED[node.text("internet_gateway_exclusion_mode")]
            else:
                survey.missing(node.address, "what it excludes is not in the graph")
    return {name: mode for name, mode in found.items() if _matters(survey, name, mode, found)}


def _matters(survey: Survey, name: str, mode: Mode, found: Mapping[str, Mode]) -> bool:
    """Whether a mode says something: an exclusion where nothing is blocked does not."""
    node = survey.graph.find(name)
    around = survey.vpc(node.peek("vpc_id")) if node is not None and node.type.endswith("subnet") else ""
    return mode is not Mode.OFF or found.get(around, Mode.OFF) is not Mode.OFF
