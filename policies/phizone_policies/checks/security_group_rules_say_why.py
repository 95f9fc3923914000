"""Security groups' rules say what they are for."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.security_groups import GROUPS, RULES
from phizone_stacks.graph.node import Node

_DIRECTIONS = ("egress", "ingress")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=(*GROUPS, *RULES),
    reads=(
        *(f"{kind}.{direction}" for kind in GROUPS for direction in _DIRECTIONS),
        *(f"{kind}.description" for kind in RULES),
    ),
)
def security_group_rules_say_why(node: Node, view: View) -> Result:
    """Every rule of a security group has a description.

    Why: nobody dares to close a port whose reason is forgotten, so what was opened for a day stays open.
    Fix: give each rule a description that names who needs it.
    Source: checkov CKV_AWS_23; 45 CFR 164.308(a)(8), which asks for evaluation from time to time.
    """
    if node.type in RULES:
        return passed() if node.get("description") else failed("it has no description")
    for direction in _DIRECTIONS:
        for block in node.blocks(direction):
            if not inside(node, block, "description"):
                return failed(f"one of its {direction} rules has no description")
    return passed()
