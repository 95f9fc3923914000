"""Snapshots and images stay with us."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import literal, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_ami_launch_permission": ("account_id", "organization_arn", "organizational_unit_arn"),
    "aws_db_cluster_snapshot": ("shared_accounts",),
    "aws_db_snapshot": ("shared_accounts",),
    "aws_db_snapshot_copy": ("shared_accounts",),
    "aws_rds_cluster_snapshot_copy": ("shared_accounts",),
    "aws_snapshot_create_volume_permission": ("account_id",),
}


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def snapshot_is_shared_with_our_accounts(node: Node, view: View) -> Result:
    """A snapshot of a volume or database, or a machine image, is shared with accounts of ours only.

    Why: whoever may restore a snapshot has all that was on the disk, for ever.
    Fix: share with the organization's own accounts, or not at all.
    Source: AWS Security Hub EC2.1, RDS.1; 45 CFR 164.312(a)(1).
    """
    for path in _SETTINGS[node.type]:
        for value in node.items(path):
            shared = literal(node, path, value)
            ours = view.organization_id and view.organization_id in str(shared)
            if shared != "all" and shared not in view.accounts and not ours:
                return failed(f"it is shared with {shared}, which is of no account of ours", account=str(shared))
    return passed()
