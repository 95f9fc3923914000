"""Backup plans leave no store out."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.backups import READS, selections
from phizone_policies.views.blocks import inside
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_STORES = (
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_efs_file_system",
    "aws_instance",
    "aws_rds_cluster",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=_STORES,
    reads=(
        *(f"{kind}.tags" for kind in _STORES),
        "aws_db_instance.identifier",
        "aws_efs_backup_policy.backup_policy",
        "aws_efs_backup_policy.file_system_id",
        "aws_rds_cluster.cluster_identifier",
        *(read for read in READS if read.startswith("aws_backup_selection")),
    ),
)
def store_is_in_a_backup_plan(store: Node, view: View) -> Result:
    """Where a program has backup plans, one of them selects every database, table, volume, file system and machine.

    Why: plans look like everything is copied; the store that none selects is missed on the day it is needed.
    Fix: give the store the tags that a plan selects, or name it in a selection.
    Source: AWS Config EFS_IN_BACKUP_PLAN, EBS_IN_BACKUP_PLAN, DYNAMODB_IN_BACKUP_PLAN, RDS_IN_BACKUP_PLAN,
    EC2_RESOURCES_PROTECTED_BY_BACKUP_PLAN.
    """
    if not view.graph.of_type("aws_backup_selection"):
        return not_applicable("this program has no backup plan that selects anything")
    if any(selections(view.graph, store)) or _has_its_own(view.graph, store):
        return passed()
    return failed("no backup plan of its account and region selects it")


def _has_its_own(graph: Graph, store: Node) -> bool:
    """Whether a file system's own switch puts it into the plan that AWS keeps for all such."""
    if store.type != "aws_efs_file_system":
        return False
    policies = naming(graph, store, ("aws_efs_backup_policy",), "file_system_id")
    return any(
        inside(each, block, "status") == "ENABLED" for each in policies for block in each.blocks("backup_policy")
    )
