"""Databases keep backups."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import given, number, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_db_instance": "backup_retention_period",
    "aws_docdb_cluster": "backup_retention_period",
    "aws_docdbelastic_cluster": "backup_retention_period",
    "aws_neptune_cluster": "backup_retention_period",
    "aws_rds_cluster": "backup_retention_period",
    "aws_redshift_cluster": "automated_snapshot_retention_period",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=(*reads(_SETTINGS), "aws_db_instance.replicate_source_db"),
)
def database_keeps_backups(store: Node, view: View) -> Result:
    """A database or warehouse backs itself up every day.

    Why: what is dropped or encrypted by an intruder comes back from a backup, or not at all.
    Fix: set backup_retention_period, or automated_snapshot_retention_period, to 7 days or more.
    Source: AWS Config DB_INSTANCE_BACKUP_ENABLED, REDSHIFT_BACKUP_ENABLED; 45 CFR 164.308(a)(7)(ii)(A).
    """
    if given(store, ("replicate_source_db",)):
        return not_applicable("a replica is made again from its source, which keeps the backups")
    path = _SETTINGS[store.type]
    days = number(store, path)
    return passed() if days > 0 else failed(f"its {path} is 0, so nothing is backed up", setting=path)
