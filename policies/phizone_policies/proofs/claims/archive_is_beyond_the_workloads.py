"""The record of what is done is out of reach of whoever does it."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.logs.beyond import is_beyond


@proof(claim=Claim.LOGGING, severity=Severity.CRITICAL, profile=Profile.ZONE)
def archive_is_beyond_the_workloads(view: View) -> Iterator[Proof]:
    """Nobody of an environment ends or shortens the trail, its archive, the archive's key or the log groups.

    Why: whoever takes over an account deletes the traces first; a record that they reach is none.
    Fix: take the action from whom the witness names, in its policy or by a control policy above the account.
    Source: AWS Security Reference Architecture, "Log Archive account"; 45 CFR 164.312(b), 164.312(c)(1).
    """
    yield from is_beyond(view)
