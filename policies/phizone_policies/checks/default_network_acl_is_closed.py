"""Default network ACLs are closed."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.network_acls import READS, default_acls, entries
from phizone_policies.views.networks import VPCS
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=VPCS,
    reads=READS,
)
def default_network_acl_is_closed(vpc: Node, view: View) -> Result:
    """The network ACL that AWS puts into a VPC is adopted and lets nothing through.

    Why: a subnet that nobody gave an ACL gets this one, which AWS opens to everything in both directions.
    Fix: make an aws_default_network_acl for the VPC with ingress=[] and egress=[].
    Source: Amazon VPC User Guide, "Default network ACL".
    """
    adopted = default_acls(view.graph, vpc)
    if not adopted:
        return failed("its default network ACL is not adopted, so it lets everything through")
    for acl in adopted:
        for direction in ("ingress", "egress"):
            for entry in entries(view.graph, acl, direction):
                if entry.allows:
                    return failed(
                        f"its default network ACL allows {direction} of {entry.cidr}", rule=entry.node.address
                    )
    return passed()
