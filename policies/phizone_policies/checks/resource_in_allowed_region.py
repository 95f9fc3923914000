"""Everything is made in the allowed regions."""

from __future__ import annotations

from phizone_policies.check import Claim, Result, Severity, View, check, failed, not_applicable, passed, unknown
from phizone_policies.views.accounts import in_shared_account
from phizone_stacks.graph.node import Node

_GLOBAL = "global"


@check(claim=Claim.RESIDENCY, severity=Severity.HIGH, types=("*",), reads=("*.region",))
def resource_in_allowed_region(resource: Node, view: View) -> Result:
    """A resource is made in an allowed region, and an environment's own in its region or the recovery region.

    Why: a contract or a law names where patients' data may be; one resource elsewhere takes data elsewhere.
    Fix: give the resource the region of its scope, or allow the region in environments/organization.yaml.
    Source: environments/organization.yaml, allowed_regions; GDPR Art. 44.
    """
    region = resource.text("region") or resource.region
    if not region:
        return unknown("nothing says which region it is made in")
    if region == _GLOBAL:
        return not_applicable("resources of this type lie in no region")
    if region not in view.organization.allowed_regions:
        return failed(f"it is in {region}, allowed are {', '.join(view.organization.allowed_regions)}")
    own = (view.environment.region, view.organization.recovery_region)
    if resource.environment != view.environment.name or in_shared_account(view.organization, resource):
        return passed()
    return passed() if region in own else failed(f"it is in {region}, not in {' or '.join(own)}")
