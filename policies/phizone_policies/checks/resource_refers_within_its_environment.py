"""Resources refer to their own environment."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("*",),
    reads=(),
)
def resource_refers_within_its_environment(node: Node, view: View) -> Result:
    """A resource refers to resources of its own environment and to shared ones, and a shared one to shared ones.

    Why: whatever production's name stands in, a network, a key, a role, is a thread from development to PHI.
    Fix: name the resource of the same environment; what environments share belongs into a shared layer.
    Source: AWS Well-Architected SEC01-BP01; 45 CFR 164.308(a)(4)(ii)(A).
    """
    for address in view.graph.refers_to(node):
        target = view.graph.find(address)
        if target is None:
            return unknown(f"{address} is not in the graph")
        if target.environment not in (node.environment, SHARED):
            return failed(f"it refers to {address} of {target.environment}", target=address)
    return passed()
