"""AWS Config: the recorder, whether it is on, where it delivers, and the aggregator."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_config_configuration_recorder")
def recorder(wanted: Wanted) -> Outputs:
    """PutConfigurationRecorder."""
    given: dict[str, Any] = wanted.given(name="name", roleARN="role_arn")
    if group := wanted.block("recording_group"):
        given["recordingGroup"] = {
            "allSupported": group.get("all_supported", True),
            "includeGlobalResourceTypes": group.get("include_global_resource_types", False),
        }
    wanted.client("config").put_configuration_recorder(ConfigurationRecorder=given)
    return {"id": wanted.get("name")}


@creates("aws_config_configuration_recorder_status")
def recorder_status(wanted: Wanted) -> Outputs:
    """StartConfigurationRecorder, which AWS takes once there is a delivery channel."""
    name = wanted.get("name")
    if wanted.get("is_enabled"):
        wanted.client("config").start_configuration_recorder(ConfigurationRecorderName=name)
    return {"id": name}


@creates("aws_config_delivery_channel")
def delivery_channel(wanted: Wanted) -> Outputs:
    """PutDeliveryChannel."""
    given: dict[str, Any] = wanted.given(
        name="name",
        s3BucketName="s3_bucket_name",
        s3KeyPrefix="s3_key_prefix",
        s3KmsKeyArn="s3_kms_key_arn",
        snsTopicARN="sns_topic_arn",
    )
    if frequency := wanted.block("snapshot_delivery_properties").get("delivery_frequency"):
        given["configSnapshotDeliveryProperties"] = {"deliveryFrequency": frequency}
    wanted.client("config").put_delivery_channel(DeliveryChannel=given)
    return {"id": wanted.get("name")}


@creates("aws_config_configuration_aggregator")
def aggregator(wanted: Wanted) -> Outputs:
    """PutConfigurationAggregator."""
    source = wanted.block("organization_aggregation_source")
    words = {
        "RoleArn": source.get("role_arn"),
        "AllAwsRegions": source.get("all_regions"),
        "AwsRegions": source.get("regions"),
    }
    made = wanted.client("config").put_configuration_aggregator(
        ConfigurationAggregatorName=wanted.get("name"),
        OrganizationAggregationSource={name: value for name, value in words.items() if value is not None},
        Tags=wanted.tags(),
    )["ConfigurationAggregator"]
    return {"id": wanted.get("name"), "arn": made["ConfigurationAggregatorArn"]}
