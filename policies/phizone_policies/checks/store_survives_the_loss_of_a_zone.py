"""Databases, caches and brokers survive the loss of a zone."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import given, reads, setting
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_ON: tuple[Value, ...] = (True, "true")
_SETTINGS: Mapping[str, tuple[tuple[str, tuple[Value, ...]], ...]] = {
    "aws_db_instance": (("multi_az", _ON),),
    "aws_dms_replication_instance": (("multi_az", _ON),),
    "aws_elasticache_replication_group": (("automatic_failover_enabled", _ON), ("multi_az_enabled", _ON)),
    "aws_elasticsearch_domain": (("cluster_config.zone_awareness_enabled", _ON),),
    "aws_mq_broker": (("deployment_mode", ("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")),),
    "aws_opensearch_domain": (("cluster_config.zone_awareness_enabled", _ON),),
    "aws_redshift_cluster": (("multi_az", _ON),),
}
_MEMBERS = {
    "aws_docdb_cluster": "aws_docdb_cluster_instance",
    "aws_neptune_cluster": "aws_neptune_cluster_instance",
    "aws_rds_cluster": "aws_rds_cluster_instance",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(sorted((*_SETTINGS, *_MEMBERS))),
    reads=(
        *reads({kind: tuple(path for path, _ in each) for kind, each in _SETTINGS.items()}),
        *(f"{member}.cluster_identifier" for member in _MEMBERS.values()),
        "aws_db_instance.replicate_source_db",
        "aws_rds_cluster.db_cluster_instance_class",
        "aws_rds_cluster.engine_mode",
    ),
)
def store_survives_the_loss_of_a_zone(store: Node, view: View) -> Result:
    """A database, cache, search domain or broker has a standby in another availability zone.

    Why: a patient's record must be at hand in an emergency, whichever data centre fails.
    Fix: switch multi_az, zone awareness or failover on, or give a cluster a second instance.
    Source: AWS Security Hub RDS.5, RDS.15, ElastiCache.3, Opensearch.6, DMS.13; 45 CFR 164.308(a)(7)(ii)(C).
    """
    if given(store, ("replicate_source_db",)):
        return not_applicable("a replica stands in for its source")
    if store.type in _MEMBERS:
        return _cluster(store, view)
    for path, good in _SETTINGS[store.type]:
        value = setting(store, path)
        if value not in good:
            return failed(f"its {path} is {'absent' if value is None else value}", setting=path)
    return passed()


def _cluster(cluster: Node, view: View) -> Result:
    if given(cluster, ("db_cluster_instance_class",)):
        return passed()
    if cluster.type == "aws_rds_cluster" and setting(cluster, "engine_mode") == "serverless":
        return not_applicable("the first serverless engine moves to another zone by itself")
    names = ("id", "cluster_identifier", "arn")
    members = set(naming(view.graph, cluster, (_MEMBERS[cluster.type],), "cluster_identifier", *names))
    return passed() if len(members) > 1 else failed(f"it has {len(members)} instances, so no standby")
