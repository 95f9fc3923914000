"""Default security groups are closed."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.networks import VPCS, in_vpc
from phizone_policies.views.security_groups import READS, rules_of
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=VPCS,
    reads=("aws_default_security_group.vpc_id", *READS),
)
def default_security_group_is_closed(vpc: Node, view: View) -> Result:
    """The security group that AWS puts into a VPC is adopted and has no rule.

    Why: whatever is started without a group gets this one, which AWS opens to all its members and to the world.
    Fix: make an aws_default_security_group for the VPC with ingress=[] and egress=[].
    Source: Amazon VPC User Guide, "Default security groups for your VPCs"; AWS Security Hub EC2.2.
    """
    adopted = in_vpc(view.graph, vpc, "aws_default_security_group")
    if not adopted:
        return failed("its default security group is not adopted, so it has AWS's rules")
    for group in adopted:
        rules = rules_of(view.graph, group)
        if rules:
            return failed(f"its default security group has {len(rules)} rules", rule=rules[0].node.address)
    return passed()
