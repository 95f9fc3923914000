"""It is known what the loss of a key strands, and nobody brings it about."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.keys.loss import stranding


@proof(claim=Claim.ENCRYPTION, severity=Severity.HIGH, profile=Profile.ZONE)
def key_loss_strands_known_data(view: View) -> Iterator[Proof]:
    """A key that is disabled or deleted strands the data of one team and one class, and nobody can end one in use.

    Why: data whose key is gone is gone; whoever mixes teams under a key lets one team's mistake take another's data.
    Fix: give each team and data class a key of its own; deny kms:ScheduleKeyDeletion and kms:DisableKey to everybody.
    Source: AWS KMS Developer Guide, "Delete an AWS KMS key"; 45 CFR 164.308(a)(7)(i), 164.312(a)(2)(iv).
    """
    yield from stranding(view)
