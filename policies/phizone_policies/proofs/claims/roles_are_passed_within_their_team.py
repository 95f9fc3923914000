"""A team's roles hand no role but the team's own to a service."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.passes import passes_only_its_own


@proof(claim=Claim.ACCESS, severity=Severity.CRITICAL, profile=Profile.ZONE)
def roles_are_passed_within_their_team(view: View) -> Iterator[Proof]:
    """No role of a team can pass a role of another team or of the platform to any service, in any context.

    Why: who starts a job with another's role reads all that the other reads, whatever the store's own policy says.
    Fix: name the team's own roles in the statement that allows iam:PassRole.
    Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; 45 CFR 164.308(a)(4).
    """
    for team in view.environment.teams:
        yield passes_only_its_own(view, team)
