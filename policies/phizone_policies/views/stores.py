"""How each type of store says that it encrypts, and under which key: data, read by `views.encryption`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phizone_stacks.graph.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a type says whether one part of it is encrypted, and under which key."""

    block: str = ""
    """Path of the blocks that are judged one by one; empty for the resource itself."""
    needed: bool = False
    """Whether a program that gives no such block leaves something unencrypted."""
    switch: str = ""
    """Path of what switches encryption on, inside the block; empty where AWS always encrypts."""
    on: tuple[Value, ...] = (True, "true")
    """Values of the switch that encrypt under a key of AWS or of ours."""
    ours: tuple[Value, ...] = ()
    """Values of the switch under which a key of ours can be named; empty where they are the same."""
    always: bool = False
    """Whether AWS encrypts under its own key where the switch is off."""
    key: str = ""
    """Path of the key, inside the block; empty where the type takes none."""
    made_from: tuple[str, ...] = ()
    """Attributes that name what it is made from and encrypted as."""
    volumes: bool = False
    """Whether these are EBS volumes, for which an account has a default."""
    on_if: tuple[str, Value] | None = None
    """(path, value) of the resource under which an absent switch is on."""
    only: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    """(path, values) of the resource without which this way does not speak of it."""


def _always(key: str) -> tuple[Way, ...]:
    return (Way(key=key),)


_RESTORED = ("snapshot_identifier", "restore_to_point_in_time")
_COPIED = ("snapshot_identifier", "replication_source_identifier")
_MANAGED = "configuration.managed_query_results_configuration"
_FIREWALL = (
    Way(
        block="encryption_configuration",
        needed=True,
        switch="type",
        on=("CUSTOMER_KMS",),
        always=True,
        key="key_id",
    ),
)
_DOMAIN = (Way(block="encrypt_at_rest", needed=True, switch="enabled", key="kms_key_id"),)
_FSX = _always("kms_key_id")

# Defaults: the Terraform AWS provider's documentation of each type, provider 6; services that always encrypt: AWS's
# guide of each service, chapter "Encryption at rest" or "Data protection".
STORES: Mapping[str, tuple[Way, ...]] = {
    "aws_ami_copy": (Way(switch="encrypted", key="kms_key_id", made_from=("source_ami_id",), volumes=True),),
    "aws_athena_workgroup": (
        Way(
            switch="configuration.result_configuration.encryption_configuration.encryption_option",
            on=("SSE_KMS", "CSE_KMS"),
            always=True,
            key="configuration.result_configuration.encryption_configuration.kms_key_arn",
            only=((f"{_MANAGED}.enabled", (None, False)),),
        ),
        Way(key=f"{_MANAGED}.encryption_configuration.kms_key", only=((f"{_MANAGED}.enabled", (True,)),)),
    ),
    "aws_cloudtrail_event_data_store": _always("kms_key_id"),
    "aws_codebuild_project": (
        Way(
            switch="artifacts.encryption_disabled",
            on=(None, False, "false"),
            key="encryption_key",
            only=(("artifacts.type", ("S3",)),),
        ),
        Way(key="encryption_key"),
    ),
    "aws_codebuild_report_group": (
        Way(
            block="export_config.s3_destination",
            switch="encryption_disabled",
            on=(None, False, "false"),
            key="encryption_key",
        ),
    ),
    "aws_codepipeline": (Way(block="artifact_store", key="encryption_key.id"),),
    "aws_dax_cluster": (Way(block="server_side_encryption", needed=True, switch="enabled"),),
    "aws_db_instance": (
        Way(
            switch="storage_encrypted",
            key="kms_key_id",
            made_from=("replicate_source_db", "snapshot_identifier", "restore_to_point_in_time"),
        ),
    ),
    "aws_db_cluster_snapshot": (
        Way(switch="storage_encrypted", key="kms_key_id", made_from=("db_cluster_identifier",)),
    ),
    "aws_db_snapshot": (Way(switch="encrypted", key="kms_key_id", made_from=("db_instance_identifier",)),),
    "aws_dms_endpoint": _always("kms_key_arn"),
    "aws_dms_replication_instance": _always("kms_key_arn"),
    "aws_dms_s3_endpoint": (
        Way(switch="encryption_mode", on=("SSE_KMS",), always=True, key="server_side_encryption_kms_key_id"),
    ),
    "aws_docdb_cluster": (Way(switch="storage_encrypted", key="kms_key_id", made_from=_RESTORED),),
    "aws_docdbelastic_cluster": _always("kms_key_id"),
    "aws_dynamodb_table": (
        Way(switch="server_side_encryption.enabled", always=True, key="server_side_encryption.kms_key_arn"),
    ),
    "aws_ebs_snapshot": (Way(switch="encrypted", key="kms_key_id", made_from=("volume_id",)),),
    "aws_ebs_snapshot_copy": (
        Way(switch="encrypted", key="kms_key_id", made_from=("source_snapshot_id",), volumes=True),
    ),
    "aws_ebs_volume": (Way(switch="encrypted", key="kms_key_id", made_from=("snapshot_id",), volumes=True),),
    "aws_efs_file_system": (Way(switch="encrypted", key="kms_key_id"),),
    "aws_eks_cluster": (Way(block="encryption_config", needed=True, key="provider.key_arn", always=True),),
    "aws_elasticache_replication_group": (
        Way(switch="at_rest_encryption_enabled", key="kms_key_id", on_if=("engine", "valkey")),
    ),
    "aws_elasticache_serverless_cache": _always("kms_key_id"),
    "aws_elasticsearch_domain": _DOMAIN,
    "aws_fsx_lustre_file_system": _FSX,
    "aws_fsx_ontap_file_system": _FSX,
    "aws_fsx_openzfs_file_system": _FSX,
    "aws_fsx_windows_file_system": _FSX,
    "aws_glue_data_catalog_encryption_settings": (
        Way(
            switch="data_catalog_encryption_settings.encryption_at_rest.catalog_encryption_mode",
            on=("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"),
            key="data_catalog_encryption_settings.encryption_at_rest.sse_aws_kms_key_id",
        ),
        Way(
            switch="data_catalog_encryption_settings.connection_password_encryption.return_connection_password_encrypted",
            key="data_catalog_encryption_settings.connection_password_encryption.aws_kms_key_id",
        ),
    ),
    "aws_glue_security_configuration": (
        Way(
            switch="encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode",
            on=("SSE-KMS",),
            key="encryption_configuration.cloudwatch_encryption.kms_key_arn",
        ),
        Way(
            switch="encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode",
            on=("CSE-KMS",),
            key="encryption_configuration.job_bookmarks_encryption.kms_key_arn",
        ),
        Way(
            switch="encryption_configuration.s3_encryption.s3_encryption_mode",
            on=("SSE-KMS", "SSE-S3"),
            ours=("SSE-KMS",),
            key="encryption_configuration.s3_encryption.kms_key_arn",
        ),
    ),
    "aws_instance": (
        Way(
            block="root_block_device",
            needed=True,
            switch="encrypted",
            key="kms_key_id",
            volumes=True,
            only=(("launch_template", (None,)),),
        ),
        Way(block="ebs_block_device", switch="encrypted", key="kms_key_id", volumes=True),
    ),
    "aws_keyspaces_table": (
        Way(
            switch="encryption_specification.type",
            on=("CUSTOMER_MANAGED_KMS_KEY",),
            always=True,
            key="encryption_specification.kms_key_identifier",
        ),
    ),
    "aws_kinesis_firehose_delivery_stream": (
        Way(
            switch="server_side_encryption.enabled",
            key="server_side_encryption.key_arn",
            only=(("kinesis_source_configuration", (None,)), ("msk_source_configuration", (None,))),
        ),
    ),
    "aws_kinesis_stream": (Way(switch="encryption_type", on=("KMS",), key="kms_key_id"),),
    "aws_kinesis_video_stream": _always("kms_key_id"),
    "aws_launch_configuration": (
        Way(block="root_block_device", needed=True, switch="encrypted", volumes=True),
        Way(block="ebs_block_device", switch="encrypted", volumes=True),
    ),
    "aws_launch_template": (
        Way(
            block="block_device_mappings.ebs",
            needed=True,
            switch="encrypted",
            key="kms_key_id",
            volumes=True,
        ),
    ),
    "aws_memorydb_cluster": _always("kms_key_arn"),
    "aws_mq_broker": _always("encryption_options.kms_key_id"),
    "aws_msk_cluster": _always("encryption_info.encryption_at_rest_kms_key_arn"),
    "aws_mwaa_environment": _always("kms_key"),
    "aws_neptune_cluster": (Way(switch="storage_encrypted", key="kms_key_arn", made_from=_COPIED),),
    "aws_networkfirewall_firewall": _FIREWALL,
    "aws_networkfirewall_firewall_policy": _FIREWALL,
    "aws_networkfirewall_rule_group": _FIREWALL,
    "aws_opensearch_domain": _DOMAIN,
    "aws_rds_cluster": (
        Way(
            switch="storage_encrypted",
            key="kms_key_id",
            made_from=(*_RESTORED, "replication_source_identifier"),
            on_if=("engine_mode", "serverless"),
        ),
    ),
    "aws_rds_global_cluster": (Way(switch="storage_encrypted", made_from=("source_db_cluster_identifier",)),),
    "aws_redshift_cluster": (Way(switch="encrypted", key="kms_key_id"),),
    "aws_redshiftserverless_namespace": _always("kms_key_id"),
    "aws_ssm_parameter": (Way(key="key_id", only=(("type", ("SecureString",)),)),),
    "aws_timestreamwrite_database": _always("kms_key_id"),
    "aws_workspaces_workspace": (
        Way(switch="root_volume_encryption_enabled", key="volume_encryption_key"),
        Way(switch="user_volume_encryption_enabled", key="volume_encryption_key"),
    ),
}
"""The ways of each type."""
