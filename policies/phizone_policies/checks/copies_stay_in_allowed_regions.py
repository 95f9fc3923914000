"""Copies stay in the allowed regions."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.copies import COPYING, READS, destinations
from phizone_stacks.graph.node import Node


@check(claim=Claim.RESIDENCY, severity=Severity.HIGH, profile=Profile.ZONE, types=COPYING, reads=READS)
def copies_stay_in_allowed_regions(resource: Node, view: View) -> Result:
    """Replication, replica keys and backup copies lead to allowed regions only.

    Why: services copy by themselves, and no condition on aws:RequestedRegion stops them.
    Fix: copy to the recovery region, and into buckets and vaults of this zone.
    Source: AWS Organizations User Guide, "Service control policies"; GDPR Art. 44; 45 CFR 164.308(a)(7)(ii)(A).
    """
    found = list(destinations(view.graph, resource))
    if not found:
        return not_applicable("it copies nothing")
    allowed = view.organization.allowed_regions
    abroad = [f"{what} in {region}" for what, region in found if region and region not in allowed]
    if abroad:
        return failed(f"it copies to {', '.join(abroad)}; allowed are {', '.join(allowed)}")
    nowhere = [what for what, region in found if not region]
    return unknown(f"nothing says which region {', '.join(nowhere)} is in") if nowhere else passed()
