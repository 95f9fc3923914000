"""Endpoints answer to AWS's own names."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.endpoints import is_partners
from phizone_policies.views.networks import vpc_of
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_vpc_endpoint",),
    reads=(
        "aws_vpc.enable_dns_hostnames",
        "aws_vpc.enable_dns_support",
        "aws_vpc_endpoint.private_dns_enabled",
        "aws_vpc_endpoint.service_name",
        "aws_vpc_endpoint.vpc_endpoint_type",
        "aws_vpc_endpoint.vpc_id",
    ),
)
def endpoint_resolves_privately(endpoint: Node, view: View) -> Result:
    """Inside the VPC the service's usual name leads to the interface endpoint.

    Why: otherwise every SDK goes for the public address: past the endpoint's policy, or to nowhere.
    Fix: set private_dns_enabled=True, and on the VPC enable_dns_support=True and enable_dns_hostnames=True.
    Source: AWS PrivateLink Guide, "Access an AWS service using an interface VPC endpoint", private DNS.
    """
    if endpoint.get("vpc_endpoint_type") != "Interface":
        return not_applicable("only interface endpoints have names of their own")
    if is_partners(endpoint):
        return not_applicable("the name of a partner's service is the partner's to give")
    if endpoint.get("private_dns_enabled") is not True:
        return failed("private_dns_enabled is not True")
    vpc = vpc_of(view.graph, endpoint)
    for setting in ("enable_dns_support", "enable_dns_hostnames"):
        if vpc is not None and vpc.get(setting) is not True:
            return failed(f"{setting} of {vpc.address} is not True, so private names do not resolve")
    return passed()
