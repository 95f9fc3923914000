"""Every account encrypts volumes by default and keeps snapshots from the public, in every region."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.places import places, standing

_SETTINGS = {
    "aws_ebs_default_kms_key": "a default key for volumes",
    "aws_ebs_encryption_by_default": "default encryption of volumes",
    "aws_ebs_snapshot_block_public_access": "a block of public snapshots",
}


@requirement(claim=Claim.ENCRYPTION, severity=Severity.HIGH, profile=Profile.ZONE, reads=())
def account_encrypts_volumes_by_default(view: View) -> Iterator[Required]:
    """Each account has, in each allowed region, default encryption of volumes, a default key and a block of public
    snapshots.

    Why: whoever makes a volume and says nothing would write patients' data in the clear, or share its snapshot.
    Fix: make AccountSettings in the account.
    Source: Amazon EBS User Guide, "Enable Amazon EBS encryption by default" and "Block public access for snapshots";
    AWS Security Hub, EC2.7 and EC2.182; 45 CFR 164.312(a)(2)(iv).
    """
    for kind, setting in _SETTINGS.items():
        for place in places(view):
            found = standing(view, kind, place)
            result = passed() if found else failed(f"no {kind} is made there")
            yield Required(f"{setting} in {place}", result, found[0] if found else None)
