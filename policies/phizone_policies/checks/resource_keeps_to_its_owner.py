"""Teams and environments share no keys, roles and networks."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.owners import GROUP, JOINED, is_elsewhere, joined
from phizone_policies.views.tags import PLATFORM, beyond_tags, tag
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=tuple(JOINED),
    reads=(
        *sorted({f"{kind}.{path.split('.')[0]}" for kind, paths in JOINED.items() for path in paths}),
        "*.tags",
        "aws_kms_alias.target_key_id",
    ),
)
def resource_keeps_to_its_owner(node: Node, view: View) -> Result:
    """A resource has groups of its own team, and keys, roles and subnets of that or the platform, all in its own place.

    Why: under another team's key or role its data is the other team's as well, and what that team loses, it loses.
    Fix: name the key, the role or the group that the resource's own team or the platform has in its environment.
    Source: 45 CFR 164.308(a)(4)(ii)(B), 164.312(a)(1); NIST SP 800-53 AC-3, SC-12.
    """
    team = PLATFORM if beyond_tags(node) else tag(node, "Team")
    for kind, other in joined(view.graph, node):
        elsewhere = is_elsewhere(node, other)
        if elsewhere:
            return failed(f"its {kind} {other.address} is {elsewhere}", of=other.address)
        owner = PLATFORM if beyond_tags(other) else tag(other, "Team")
        if owner != team and (owner != PLATFORM or kind == GROUP):
            return failed(f"it is of {team or 'no team'}, its {kind} {other.address} of {owner or 'no team'}", of=owner)
    return passed()
