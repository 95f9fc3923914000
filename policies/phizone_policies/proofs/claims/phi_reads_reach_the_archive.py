"""Reads of PHI are recorded, and the record arrives."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.logs.recorded import reads_are_recorded


@proof(claim=Claim.LOGGING, severity=Severity.CRITICAL, profile=Profile.ZONE)
def phi_reads_reach_the_archive(view: View) -> Iterator[Proof]:
    """Every read of PHI is an event that a trail of the organization takes and delivers into the archive.

    Why: after a breach whatever cannot be shown to be unread counts as read; a trail that is refused delivery says so
    to nobody.
    Fix: let the trail's selectors take the store's data events, and let bucket and key of the archive take the trail.
    Source: AWS CloudTrail User Guide, "Logging data events"; 45 CFR 164.312(b), 164.308(a)(1)(ii)(D).
    """
    yield reads_are_recorded(view)
