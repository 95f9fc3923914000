"""The deploy role of each account can still change every policy that stands on something there."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.deployer import can_change, deployers


@proof(claim=Claim.ACCESS, severity=Severity.HIGH, profile=Profile.ZONE)
def deployer_is_not_locked_out(view: View) -> Iterator[Proof]:
    """The deploy role of each account can write the policy of every key, bucket, secret, vault and role it makes.

    Why: a key or bucket policy that leaves nobody to change it can be mended by AWS's support alone, or not at all.
    Fix: let the deploy role write the policy in its own permissions and in the key policy, and spare it in denials.
    Source: AWS KMS Developer Guide, "Default key policy", "Allows access to the AWS account"; 45 CFR 164.308(a)(7).
    """
    for account, name in deployers(view):
        yield can_change(view, account, name)
