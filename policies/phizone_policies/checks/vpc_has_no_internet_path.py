"""VPCs have no way to the internet."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.networks import VPCS, ways_out
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.CRITICAL,
    profile=Profile.PHI,
    types=VPCS,
    reads=(
        "aws_default_route_table.default_route_table_id",
        "aws_default_route_table.route",
        "aws_ec2_carrier_gateway.vpc_id",
        "aws_egress_only_internet_gateway.vpc_id",
        "aws_internet_gateway.vpc_id",
        "aws_internet_gateway_attachment.vpc_id",
        "aws_nat_gateway.connectivity_type",
        "aws_nat_gateway.subnet_id",
        "aws_nat_gateway.vpc_id",
        "aws_route.carrier_gateway_id",
        "aws_route.egress_only_gateway_id",
        "aws_route.gateway_id",
        "aws_route.nat_gateway_id",
        "aws_route.route_table_id",
        "aws_route_table.route",
        "aws_route_table.vpc_id",
        "aws_subnet.vpc_id",
    ),
)
def vpc_has_no_internet_path(vpc: Node, view: View) -> Result:
    """No internet, egress-only, NAT or carrier gateway stands in a VPC, and no route of it leads to one.

    Why: a way out for packages is a way out for patients' data, and a way in for whoever finds it.
    Fix: remove the gateway and the route; reach AWS through endpoints, packages through CodeArtifact.
    Source: Amazon VPC User Guide, "Connect to the internet using an internet gateway"; 45 CFR 164.312(e)(1).
    """
    found = list(ways_out(view.graph, vpc))
    if not found:
        return passed()
    (way, what), *_ = found
    return failed(what, way=way.address, ways=", ".join(node.address for node, _ in found))
