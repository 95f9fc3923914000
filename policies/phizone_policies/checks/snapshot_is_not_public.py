"""Snapshots and images are not public."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import literal, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_ami_launch_permission": ("group", "all"),
    "aws_db_cluster_snapshot": ("shared_accounts", "all"),
    "aws_db_snapshot": ("shared_accounts", "all"),
    "aws_db_snapshot_copy": ("shared_accounts", "all"),
    "aws_ebs_snapshot_block_public_access": ("state", "unblocked"),
    "aws_rds_cluster_snapshot_copy": ("shared_accounts", "all"),
    "aws_snapshot_create_volume_permission": ("account_id", "all"),
}


@check(
    claim=Claim.ISOLATION,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=reads({kind: path for kind, (path, _) in _SETTINGS.items()}),
)
def snapshot_is_not_public(node: Node, view: View) -> Result:
    """A snapshot of a volume or database, or a machine image, is shared with nobody at large.

    Why: a public snapshot is a public copy of the whole disk, which strangers look for all day.
    Fix: share with account ids only, and block public sharing for the account.
    Source: AWS Security Hub EC2.1, EC2.182, RDS.1; 45 CFR 164.312(a)(1).
    """
    path, public = _SETTINGS[node.type]
    values = [literal(node, path, each) for each in node.items(path)]
    return failed(f"its {path} is {public}", setting=path) if public in values else passed()
