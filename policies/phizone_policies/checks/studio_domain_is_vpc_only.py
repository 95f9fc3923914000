"""Studio is in the VPC only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.networks import subnet, vpc_of
from phizone_stacks.graph.node import Node

_SETTINGS = ("default_user_settings", "default_space_settings")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.CRITICAL,
    profile=Profile.PHI,
    types=("aws_sagemaker_domain",),
    reads=(
        "aws_sagemaker_domain.default_space_settings",
        "aws_sagemaker_domain.default_user_settings",
        "aws_sagemaker_domain.app_network_access_type",
        "aws_sagemaker_domain.subnet_ids",
        "aws_sagemaker_domain.vpc_id",
        "aws_subnet.vpc_id",
    ),
)
def studio_domain_is_vpc_only(domain: Node, view: View) -> Result:
    """A Studio domain sends all traffic through subnets of a VPC of this zone, behind security groups that it names.

    Why: otherwise notebooks reach the internet through a network of SageMaker's, whatever our own network forbids.
    Fix: set app_network_access_type="VpcOnly" and give the domain subnets of the environment's VPC.
    Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources"; 45 CFR 164.312(e)(1).
    """
    access = domain.get("app_network_access_type")
    if access != "VpcOnly":
        return failed(f"its network access is {access}, which goes through the internet")
    vpc = vpc_of(view.graph, domain)
    if vpc is None:
        return failed("its VPC is not of this zone")
    given = domain.items("subnet_ids")
    if not given:
        return failed("it has no subnets")
    for value in given:
        found = subnet(view.graph, value)
        if found is None or vpc_of(view.graph, found) != vpc:
            return failed(f"one of its subnets is not of {vpc.address}", subnet=found.address if found else str(value))
    for settings in _SETTINGS:
        if domain.get(settings) and not leaves(domain, f"{settings}.security_groups"):
            return failed(f"{settings} names no security groups")
    return passed()
