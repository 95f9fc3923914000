"""There is an organization trail."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.CRITICAL,
    profile=Profile.ZONE,
    reads=("aws_cloudtrail.is_organization_trail",),
)
def organization_trail_exists(view: View) -> Iterator[Required]:
    """The management account holds a trail that records every account of the organization.

    Why: without it nobody can say who read or changed PHI, in any account.
    Fix: make the organization trail in the security layer.
    Source: AWS CloudTrail User Guide, "Creating a trail for an organization"; 45 CFR 164.312(b).
    """
    account = view.organization.accounts.management.id
    what = f"the organization trail in account {account}"
    trails = [node for node in view.graph.of_type("aws_cloudtrail") if node.account == account]
    found = next((node for node in trails if node.get("is_organization_trail") is True), None)
    if found is not None:
        yield Required(what, passed(), found)
    else:
        yield Required(what, failed(f"account {account} has {len(trails)} trails and none is the organization's"))
