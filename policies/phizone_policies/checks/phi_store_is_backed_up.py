"""PHI is backed up."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.backups import DOMAIN, READS, is_copied
from phizone_policies.views.data_classes import PHI
from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.node import Node

_STORES = (
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_efs_file_system",
    "aws_rds_cluster",
    "aws_s3_bucket",
    DOMAIN,
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=_STORES,
    reads=(
        *(f"{kind}.tags" for kind in _STORES),
        "aws_db_instance.identifier",
        "aws_rds_cluster.cluster_identifier",
        *READS,
    ),
)
def phi_store_is_backed_up(store: Node, view: View) -> Result:
    """A team's store of PHI is copied every day into a vault that nobody can empty before 35 days have passed.

    Why: whoever encrypts the data for ransom deletes the backups first; HIPAA asks for exact copies that come back.
    Fix: tag the store as the environment's backup plan selects it, or widen the plan's selection.
    Source: 45 CFR 164.308(a)(7)(ii)(A); AWS Config BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK.
    """
    if tag(store, "DataClassification") != PHI or tag(store, "Team") in ("", PLATFORM):
        return not_applicable("it is tagged as no team's store of PHI")
    reason = is_copied(view.graph, store)
    return failed(reason) if reason else passed()
