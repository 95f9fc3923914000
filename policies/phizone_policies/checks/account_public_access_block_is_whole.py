"""An account's public access block blocks everything."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node

_SETTINGS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_s3_account_public_access_block",),
    reads=tuple(f"aws_s3_account_public_access_block.{name}" for name in _SETTINGS),
)
def account_public_access_block_is_whole(block: Node, view: View) -> Result:
    """An account's public access block has all four settings on.

    Why: three of four leave a way: an old access list, a new policy, or a policy that is public already.
    Fix: set block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets to True.
    Source: Amazon S3 User Guide, "Blocking public access"; AWS Security Hub, S3.1.
    """
    off = [name for name in _SETTINGS if block.get(name) is not True]
    return failed(f"{', '.join(off)} is not True") if off else passed()
