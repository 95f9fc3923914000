"""Nobody from outside the organization reads what holds an environment's data, in whatever context."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.reads import Readers


@proof(claim=Claim.ACCESS, severity=Severity.CRITICAL, profile=Profile.ZONE)
def no_outsider_reads_phi(view: View) -> Iterator[Proof]:
    """Nobody without credentials, of another account or of another organization reads data, directly or by any chain.

    Why: a statement that lets everybody in under a condition anybody can meet discloses patients' data to the public.
    Fix: name the principals, or hold the statement to aws:PrincipalOrgID; take strangers out of trust policies.
    Source: 45 CFR 164.308(a)(4) and 164.312(a)(1); NIST SP 800-53 AC-3, AC-4.
    """
    yield Readers(view).no_outsider()
