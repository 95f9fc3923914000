"""Caches and file systems keep backups."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import given, number, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_elasticache_replication_group": "snapshot_retention_limit",
    "aws_elasticache_serverless_cache": "snapshot_retention_limit",
    "aws_fsx_lustre_file_system": "automatic_backup_retention_days",
    "aws_fsx_ontap_file_system": "automatic_backup_retention_days",
    "aws_fsx_openzfs_file_system": "automatic_backup_retention_days",
    "aws_fsx_windows_file_system": "automatic_backup_retention_days",
    "aws_memorydb_cluster": "snapshot_retention_limit",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=(
        *reads(_SETTINGS),
        "aws_elasticache_replication_group.global_replication_group_id",
        "aws_fsx_lustre_file_system.deployment_type",
    ),
)
def cache_and_file_system_keep_backups(store: Node, view: View) -> Result:
    """A cache with snapshots, or a managed file system with backups, makes one every day.

    Why: what only a cache or a file system holds is lost with its last node.
    Fix: set snapshot_retention_limit, or automatic_backup_retention_days, to 7 days or more.
    Source: AWS Config ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK; 45 CFR 164.308(a)(7)(ii)(A).
    """
    if store.type == "aws_fsx_lustre_file_system" and not store.text("deployment_type").startswith("PERSISTENT"):
        return not_applicable("a scratch file system takes no backups")
    if store.type == "aws_elasticache_replication_group" and given(store, ("global_replication_group_id",)):
        return not_applicable("a member of a global group is made again from the others")
    path = _SETTINGS[store.type]
    days = number(store, path)
    return passed() if days > 0 else failed(f"its {path} is 0, so nothing is backed up", setting=path)
