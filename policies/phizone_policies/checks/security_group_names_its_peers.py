"""Security groups name their peers."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.networks import is_world
from phizone_policies.views.security_groups import GROUPS, READS, RULES, rules_in
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=(*GROUPS, *RULES),
    reads=READS,
)
def security_group_names_its_peers(node: Node, view: View) -> Result:
    """A security group lets traffic in from, and out to, groups, prefix lists or blocks of its own, not the world.

    Why: a rule for everybody holds only as long as no route, peering or gateway makes everybody reachable.
    Fix: name the other security group, the prefix list of the service, or the subnet's own block.
    Source: Amazon VPC User Guide, "Security group rules"; AWS Security Hub EC2.18; 45 CFR 164.312(e)(1).
    """
    for rule in rules_in(view.graph, node):
        world = next((cidr for cidr in rule.cidrs if is_world(cidr)), None)
        if world is not None:
            first, last = rule.ports
            ports = f"{rule.protocol} {first}-{last}"
            return failed(f"its {rule.direction} of {ports} is open to {world}", cidr=world, ports=ports)
    return passed()
