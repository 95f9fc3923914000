"""Security groups admit their own team."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.security_groups import GROUPS, READS, RULES, Rule, group, rules_in
from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=(*GROUPS, *RULES),
    reads=(*READS, *(f"{kind}.tags" for kind in (*GROUPS, *RULES))),
)
def security_group_admits_its_own_team(node: Node, view: View) -> Result:
    """A team's security group lets groups of its team in and no other, and out to these and to the platform's.

    Why: one rule between two teams' groups opens one team's notebooks, and the PHI in them, to the other.
    Fix: let teams meet in a bucket or an endpoint that both may use, not in the network.
    Source: AWS Well-Architected SEC05-BP02; 45 CFR 164.308(a)(4)(ii)(A), 164.312(a)(1).
    """
    owner = node if node.type in GROUPS else group(view.graph, node.get("security_group_id"))
    if owner is None:
        return not_applicable("this zone does not hold its group")
    mine = tag(owner, "Team") or PLATFORM
    if node is not owner and tag(node, "Team") not in ("", mine):
        return failed(f"it is of team {tag(node, 'Team')}, its group of {mine}", group=owner.address)
    for rule in rules_in(view.graph, node):
        for other in _peers(view, rule):
            team = tag(other, "Team") or PLATFORM
            shared = mine == PLATFORM or (team == PLATFORM and rule.direction == "egress")
            if team != mine and not shared:
                return failed(f"its {rule.direction} names {other.address} of team {team}", peer=other.address)
    return passed()


def _peers(view: View, rule: Rule) -> list[Node]:
    return [found for found in (group(view.graph, peer) for peer in rule.peers) if found is not None]
