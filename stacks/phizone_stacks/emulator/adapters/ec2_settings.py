"""What an account says once for all of EC2 in a region."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_ebs_encryption_by_default")
def encryption(wanted: Wanted) -> Outputs:
    """EnableEbsEncryptionByDefault, or its opposite."""
    ec2 = wanted.client("ec2")
    if wanted.get("enabled"):
        ec2.enable_ebs_encryption_by_default()
    else:
        ec2.disable_ebs_encryption_by_default()
    return {}
