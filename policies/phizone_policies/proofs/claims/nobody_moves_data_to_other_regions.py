"""Nobody takes data to other regions."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.residency.asked import copying_is_kept, other_regions_refused


@proof(claim=Claim.RESIDENCY, severity=Severity.HIGH, profile=Profile.ZONE)
def nobody_moves_data_to_other_regions(view: View) -> Iterator[Proof]:
    """Nobody of an environment asks for anything in other regions, and its keepers alone start what copies by itself.

    Why: a condition on aws:RequestedRegion stops who asks elsewhere, and not who asks here for copies that go there.
    Fix: attach the guardrail of regions above the account; take the action from whom the witness names.
    Source: AWS Organizations User Guide, "Deny access to AWS based on the requested AWS Region"; GDPR Art. 44.
    """
    yield other_regions_refused(view)
    yield copying_is_kept(view)
