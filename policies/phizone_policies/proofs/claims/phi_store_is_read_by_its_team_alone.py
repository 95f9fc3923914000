"""What holds a team's data is read by the team and by the roles that keep the account, by nobody else on any way."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.reads import Readers
from phizone_policies.views.tags import PLATFORM


@proof(claim=Claim.ACCESS, severity=Severity.CRITICAL, profile=Profile.ZONE)
def phi_store_is_read_by_its_team_alone(view: View) -> Iterator[Proof]:
    """What holds a team's data is read by that team's roles and the account's keepers alone, directly or by any chain.

    Why: a role of another team that can enter, be handed to a job, write a policy or open Studio as one of the team
    reads its patients' data, and no statement by itself says so.
    Fix: look at the first step of the witness; take the statement away that opens it, or name the role or the service.
    Source: 45 CFR 164.308(a)(4), 164.312(a)(1) and 164.502(b); NIST SP 800-53 AC-3, AC-6.
    """
    readers = Readers(view)
    for team in (*view.environment.teams, PLATFORM):
        yield readers.only_of(team)
