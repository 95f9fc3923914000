"""Data stays in the allowed regions, by whatever setting it moves."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.residency.settings import stays


@proof(claim=Claim.RESIDENCY, severity=Severity.HIGH, profile=Profile.ZONE)
def data_stays_in_allowed_regions(view: View) -> Iterator[Proof]:
    """No resource, replica, backup copy, log, event or inference of an environment leaves the allowed regions.

    Why: services copy and deliver by themselves, and no condition on aws:RequestedRegion stops what a setting started.
    Fix: name a destination in an allowed region, or allow the region in environments/organization.yaml.
    Source: GDPR Art. 44; AWS Organizations User Guide, "Deny access to AWS based on the requested AWS Region".
    """
    regions = view.organization.allowed_regions
    what = f"everything of {view.environment.name} and of the shared accounts stays in {' and '.join(regions)}"
    yield stays(what, view.graph, view.judged("*"), regions)
