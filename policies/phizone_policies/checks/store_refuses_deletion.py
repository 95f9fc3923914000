"""Databases, tables and firewalls refuse to be deleted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import given, is_on, reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_cloudtrail_event_data_store": "termination_protection_enabled",
    "aws_db_instance": "deletion_protection",
    "aws_docdb_cluster": "deletion_protection",
    "aws_dynamodb_table": "deletion_protection_enabled",
    "aws_neptune_cluster": "deletion_protection",
    "aws_networkfirewall_firewall": "delete_protection",
    "aws_rds_cluster": "deletion_protection",
    "aws_rds_global_cluster": "deletion_protection",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=(*reads(_SETTINGS), "aws_db_instance.replicate_source_db"),
)
def store_refuses_deletion(store: Node, view: View) -> Result:
    """A database, table, event data store or firewall cannot be deleted before its protection is taken off.

    Why: one mistaken apply or one stolen role otherwise deletes the data, and its automated backups with it.
    Fix: switch its deletion protection on.
    Source: AWS Security Hub RDS.7, RDS.8, DynamoDB.6, NetworkFirewall.9; 45 CFR 164.308(a)(7)(ii)(A).
    """
    if given(store, ("replicate_source_db",)):
        return not_applicable("a replica is made again from its source")
    path = _SETTINGS[store.type]
    return passed() if is_on(setting(store, path)) else failed(f"{path} is off", setting=path)
