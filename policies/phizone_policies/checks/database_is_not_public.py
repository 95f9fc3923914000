"""Databases are not public."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import given, reads, setting
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

# A cluster over several zones is public where it names neither this nor a subnet group of its own.
# Source: Terraform AWS provider, aws_rds_cluster, "publicly_accessible".
_SETTINGS: Mapping[str, tuple[str, tuple[Value, ...]]] = {
    "aws_db_instance": ("publicly_accessible", (False,)),
    "aws_dms_replication_instance": ("publicly_accessible", (False,)),
    "aws_mq_broker": ("publicly_accessible", (False,)),
    "aws_msk_cluster": (
        "broker_node_group_info.connectivity_info.public_access.type",
        (None, "DISABLED"),
    ),
    "aws_neptune_cluster_instance": ("publicly_accessible", (False,)),
    "aws_rds_cluster": ("publicly_accessible", (False,)),
    "aws_rds_cluster_instance": ("publicly_accessible", (False,)),
    "aws_redshift_cluster": ("publicly_accessible", (False,)),
    "aws_redshiftserverless_workgroup": ("publicly_accessible", (False,)),
    "aws_timestreaminfluxdb_db_instance": ("publicly_accessible", (None, False)),
}


@check(
    claim=Claim.ISOLATION,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=(
        *reads({kind: path for kind, (path, _) in _SETTINGS.items()}),
        "aws_rds_cluster.db_cluster_instance_class",
        "aws_rds_cluster.db_subnet_group_name",
    ),
)
def database_is_not_public(store: Node, view: View) -> Result:
    """A database, warehouse, broker or replication instance gets no address on the internet.

    Why: with a public address a password, or one rule of a security group, is all that parts the internet from the
    data.
    Fix: set publicly_accessible=False, and reach it through its VPC.
    Source: AWS Security Hub RDS.2, Redshift.1, DMS.1, MSK.4; 45 CFR 164.312(e)(1).
    """
    path, good = _SETTINGS[store.type]
    if store.type == "aws_rds_cluster" and not given(store, ("db_cluster_instance_class",)):
        return not_applicable("only clusters over several zones take it; the instances of others have it of their own")
    value = setting(store, path)
    if value is None and store.type == "aws_rds_cluster" and given(store, ("db_subnet_group_name",)):
        return passed()
    return passed() if value in good else failed(f"its {path} is {'absent' if value is None else value}", setting=path)
