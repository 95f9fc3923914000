"""Databases report what their machines do."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.naming import named_node
from phizone_policies.views.settings import number, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_db_instance": "monitoring_interval",
    "aws_rds_cluster_instance": "monitoring_interval",
}


@check(
    claim=Claim.LOGGING,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=(
        *reads(_SETTINGS),
        "aws_rds_cluster.monitoring_interval",
        "aws_rds_cluster_instance.cluster_identifier",
    ),
)
def database_is_monitored(instance: Node, view: View) -> Result:
    """A database instance reports its operating system's metrics at least every minute.

    Why: a copy of everything shows as load first; without the metrics nobody sees it or can tell later.
    Fix: set monitoring_interval to 60 or less, with a monitoring role.
    Source: AWS Security Hub RDS.6; 45 CFR 164.312(b).
    """
    seconds = number(instance, "monitoring_interval")
    cluster = named_node(view.graph, instance.get("cluster_identifier"), ("aws_rds_cluster",))
    if not seconds and cluster is not None:
        seconds = number(cluster, "monitoring_interval")
    return passed() if seconds else failed("monitoring_interval is 0")
