"""Every store decrypts for its own team, and for who is entrusted with the account."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.keys.decrypting import decrypts


@proof(claim=Claim.ENCRYPTION, severity=Severity.CRITICAL, profile=Profile.ZONE)
def store_decrypts_for_its_team_alone(view: View) -> Iterator[Proof]:
    """Nobody but a team's own roles and who is entrusted with the account decrypts what the team stores, by no chain.

    Why: a key is the last door: whoever passes it reads every copy there is, whatever bucket policy stands before it.
    Fix: take who is named out of the key's policy, grants or the role that is entered on the way.
    Source: AWS KMS Developer Guide, "Key policies" and "Grants"; 45 CFR 164.312(a)(1), 164.312(a)(2)(iv).
    """
    yield from decrypts(view)
