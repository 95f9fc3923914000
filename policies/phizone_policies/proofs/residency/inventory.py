"""Which types are known not to take data anywhere: what is neither these nor `MOVING` leaves the claim open."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

from phizone_policies.proofs.residency.leads import MOVING
from phizone_stacks.graph.node import Node

# A resource of these lies in its own region or in none, and no setting of it names another. Source: the schema of each
# type in the Terraform AWS provider 6, read for attributes that name a region, an ARN or a bucket.
STILL = (
    "aws_accessanalyzer_*",
    "aws_autoscaling_*",
    "aws_backup_selection",
    "aws_backup_vault",
    "aws_backup_vault_lock_configuration",
    "aws_backup_vault_policy",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_event_bus",
    "aws_cloudwatch_event_bus_policy",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_log_resource_policy",
    "aws_cloudwatch_log_stream",
    "aws_cloudwatch_metric_alarm",
    "aws_config_configuration_aggregator",
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_db_instance",
    "aws_db_parameter_group",
    "aws_db_subnet_group",
    "aws_default_*",
    "aws_dynamodb_resource_policy",
    "aws_ebs_*",
    "aws_ec2_*",
    "aws_ecr_lifecycle_policy",
    "aws_ecr_repository",
    "aws_ecr_repository_policy",
    "aws_efs_access_point",
    "aws_efs_backup_policy",
    "aws_efs_file_system",
    "aws_efs_file_system_policy",
    "aws_efs_mount_target",
    "aws_egress_only_internet_gateway",
    "aws_eip",
    "aws_eip_association",
    "aws_guardduty_detector",
    "aws_guardduty_detector_feature",
    "aws_guardduty_organization_*",
    "aws_iam_*",
    "aws_instance",
    "aws_internet_gateway",
    "aws_internet_gateway_attachment",
    "aws_kms_alias",
    "aws_kms_grant",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_lambda_function",
    "aws_lambda_permission",
    "aws_launch_template",
    "aws_lb",
    "aws_lb_*",
    "aws_macie2_account",
    "aws_macie2_member",
    "aws_macie2_organization_*",
    "aws_nat_gateway",
    "aws_network_*",
    "aws_organizations_*",
    "aws_ram_*",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_route",
    "aws_route53_resolver_*",
    "aws_route_table",
    "aws_route_table_association",
    "aws_s3_account_public_access_block",
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_notification",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_sagemaker_endpoint",
    "aws_sagemaker_model",
    "aws_sagemaker_model_package_group",
    "aws_sagemaker_model_package_group_policy",
    "aws_sagemaker_monitoring_schedule",
    "aws_sagemaker_pipeline",
    "aws_sagemaker_space",
    "aws_secretsmanager_secret_policy",
    "aws_secretsmanager_secret_rotation",
    "aws_secretsmanager_secret_version",
    "aws_security_group",
    "aws_security_group_rule",
    # Findings of linked regions come into the aggregator's own.
    "aws_securityhub_*",
    "aws_sfn_state_machine",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_subnet",
    "aws_vpc*",
)
"""Patterns of types that take data nowhere."""


def unmodelled(nodes: Iterable[Node]) -> dict[str, Node]:
    """The first resource of each type of which it is not known whether it takes data anywhere."""
    found: dict[str, Node] = {}
    for node in nodes:
        if node.type not in MOVING and not is_still(node.type):
            found.setdefault(node.type, node)
    return found


@cache
def is_still(kind: str) -> bool:
    """Whether a type takes data nowhere; what is only read does not either."""
    return kind.startswith("data.") or any(fnmatchcase(kind, pattern) for pattern in STILL)
