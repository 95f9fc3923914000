"""Every account refuses public buckets."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.places import accounts
from phizone_stacks.graph.physical import identity


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_s3_account_public_access_block.account_id",),
)
def account_has_public_access_block(view: View) -> Iterator[Required]:
    """Each account that the environment stands on has a public access block of its own for all of its buckets.

    Why: a bucket's own block is as good as whoever makes the next bucket; the account's holds for all of them.
    Fix: make AccountSettings in the account.
    Source: Amazon S3 User Guide, "Blocking public access"; AWS Security Hub, S3.1; 45 CFR 164.312(a)(1).
    """
    blocks = {}
    for node in view.graph.of_type("aws_s3_account_public_access_block"):
        given = node.get("account_id")
        blocks[node.account if given is None else identity(view.graph, given)] = node
    for account in accounts(view):
        what, found = f"a public access block of account {account}", blocks.get(account)
        yield Required(what, passed() if found else failed(f"account {account} has none"), found)
