"""Studio users do not reach each other's apps."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.security_groups import READS
from phizone_policies.views.studio import PROFILE, domain_groups, kernels_of_any, neighbours, profile_groups
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_domain", PROFILE),
    reads=(
        "aws_sagemaker_domain.default_space_settings",
        "aws_sagemaker_domain.default_user_settings",
        "aws_sagemaker_domain.domain_settings",
        "aws_sagemaker_user_profile.user_settings",
        *READS,
    ),
)
def studio_users_have_their_own_security_group(node: Node, view: View) -> Result:
    """A Studio user has a security group that lets no other user reach the ports of kernels.

    Why: apps ask for no password on these ports; in a shared group every user works with every other user's role.
    Fix: give each profile a group of its own that admits itself on 8192-65535, and the domain one that admits nothing.
    Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources"; 45 CFR 164.312(a)(2)(i).
    """
    graph = view.graph
    if node.type != PROFILE:
        open_one = kernels_of_any(graph, domain_groups(graph, node))
        if open_one is not None:
            return failed(f"{open_one.address}, which all its users share, admits itself", group=open_one.address)
        return passed()
    own = profile_groups(graph, node)
    if not own:
        return failed("it has no security group of its own and takes the domain's, which all users share")
    for group, other in neighbours(graph, node):
        return failed(f"{other} reaches its kernels through {group.address}", group=group.address)
    return passed()
