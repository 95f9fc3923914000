"""Databases take minor upgrades by themselves."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_off, reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_db_instance": "auto_minor_version_upgrade",
    "aws_dms_replication_instance": "auto_minor_version_upgrade",
    "aws_docdb_cluster_instance": "auto_minor_version_upgrade",
    "aws_elasticache_cluster": "auto_minor_version_upgrade",
    "aws_elasticache_replication_group": "auto_minor_version_upgrade",
    "aws_memorydb_cluster": "auto_minor_version_upgrade",
    "aws_mq_broker": "auto_minor_version_upgrade",
    "aws_neptune_cluster_instance": "auto_minor_version_upgrade",
    "aws_rds_cluster_instance": "auto_minor_version_upgrade",
    "aws_redshift_cluster": "allow_version_upgrade",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def database_takes_minor_upgrades(store: Node, view: View) -> Result:
    """A database, cache or broker takes its engine's minor upgrades by itself.

    Why: minor versions mend what is known to be open, and known to everybody.
    Fix: set auto_minor_version_upgrade=True, or allow_version_upgrade for a warehouse.
    Source: AWS Security Hub RDS.13, Redshift.4, ElastiCache.2, DMS.6, MQ.3; 45 CFR 164.308(a)(5)(ii)(B).
    """
    path = _SETTINGS[store.type]
    value = setting(store, path)
    off = is_off(value) or (value is None and store.type == "aws_mq_broker")
    return failed(f"{path} is off", setting=path) if off else passed()
