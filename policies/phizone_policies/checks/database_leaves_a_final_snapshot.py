"""Databases leave a snapshot when they go."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import given, is_on, reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = dict.fromkeys(
    ("aws_db_instance", "aws_docdb_cluster", "aws_neptune_cluster", "aws_rds_cluster", "aws_redshift_cluster"),
    ("final_snapshot_identifier", "skip_final_snapshot"),
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=(*reads(_SETTINGS), "aws_db_instance.replicate_source_db"),
)
def database_leaves_a_final_snapshot(store: Node, view: View) -> Result:
    """A database that is deleted leaves a final snapshot, and the program names it.

    Why: automated backups are deleted with the database, so a mistaken deletion is final.
    Fix: set final_snapshot_identifier and leave skip_final_snapshot off.
    Source: Amazon RDS User Guide, "Deleting a DB instance"; 45 CFR 164.308(a)(7)(ii)(A).
    """
    if given(store, ("replicate_source_db",)):
        return not_applicable("a replica is made again from its source")
    if is_on(setting(store, "skip_final_snapshot")):
        return failed("skip_final_snapshot is True")
    named = store.get("final_snapshot_identifier")
    return (
        passed() if named else failed("it names no final_snapshot_identifier, so it cannot be deleted with a snapshot")
    )
