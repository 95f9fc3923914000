"""Feature groups are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.blocks import inside, leaf, leaves
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_sagemaker_feature_group",),
    reads=(
        "aws_sagemaker_feature_group.offline_store_config",
        "aws_sagemaker_feature_group.online_store_config",
        "aws_kms_alias.target_key_id",
    ),
)
def feature_group_encrypted_with_our_key(group: Node, view: View) -> Result:
    """A feature group encrypts its online store and its offline store with a customer-managed key of this zone.

    Why: features are patients' records in columns.
    Fix: set kms_key_id in online_store_config's security_config and in offline_store_config's s3_storage_config.
    Source: Amazon SageMaker Developer Guide, "Feature Store security and access control"; 45 CFR 164.312(a)(2)(iv).
    """
    keys = _keys(group)
    if not keys:
        return not_applicable("it has neither an online nor an offline store")
    found = [encrypted_with_ours(view.graph, key) for key in keys]
    return next((result for result in found if result.outcome is not Outcome.PASS), passed())


def _keys(group: Node) -> list[Value]:
    """The key of each store it has."""
    found: list[Value] = []
    if leaf(group, "online_store_config.enable_online_store") is True:
        found.append(leaf(group, "online_store_config.security_config.kms_key_id"))
    for block in leaves(group, "offline_store_config.s3_storage_config"):
        found.append(inside(group, block, "kms_key_id") if isinstance(block, dict) else block)
    return found
