"""AWS Config: recorders, whether they are on, where they deliver, and who gathers the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import reads

_ALL = "ALL_SUPPORTED_RESOURCE_TYPES"


@reads("aws_config_configuration_recorder")
def recorders(calls: Calls) -> Iterator[Found]:
    """The customer's recorder; those of AWS services, which record for them alone, are none of the account's."""
    for each in calls.get("config", "describe_configuration_recorders")["ConfigurationRecorders"]:
        if not each.get("servicePrincipal"):
            yield found(
                "aws_config_configuration_recorder",
                each["name"],
                {
                    "name": each["name"],
                    "role_arn": each.get("roleARN"),
                    "recording_group": _group(each.get("recordingGroup")),
                    "recording_mode": _mode(each.get("recordingMode")),
                },
            )


def _group(given: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    if not given:
        return None
    strategy = given.get("recordingStrategy", {}).get("useOnly")
    excluded = given.get("exclusionByResourceTypes", {}).get("resourceTypes")
    return block(
        all_supported=given["allSupported"],
        include_global_resource_types=given["includeGlobalResourceTypes"],
        resource_types=sorted(given.get("resourceTypes") or []) or None,
        exclusion_by_resource_types=block(resource_types=sorted(excluded)) if excluded else None,
        # AWS says it beside all_supported, too, where it says nothing more.
        recording_strategy=block(use_only=strategy) if strategy and strategy != _ALL else None,
    )


def _mode(given: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    if not given:
        return None
    overrides = [
        {
            "recording_frequency": each["recordingFrequency"],
            "resource_types": sorted(each["resourceTypes"]),
            **({"description": each["description"]} if each.get("description") else {}),
        }
        for each in given.get("recordingModeOverrides") or []
    ]
    return block(recording_frequency=given["recordingFrequency"], recording_mode_override=overrides or None)


@reads("aws_config_configuration_recorder_status")
def recorder_statuses(calls: Calls) -> Iterator[Found]:
    """Whether the customer's recorder is on."""
    for each in calls.get("config", "describe_configuration_recorder_status")["ConfigurationRecordersStatus"]:
        if not each.get("servicePrincipal"):
            attributes = {"name": each["name"], "is_enabled": each["recording"]}
            yield found("aws_config_configuration_recorder_status", each["name"], attributes)


@reads("aws_config_delivery_channel")
def delivery_channels(calls: Calls) -> Iterator[Found]:
    """Where records are delivered."""
    for each in calls.get("config", "describe_delivery_channels")["DeliveryChannels"]:
        frequency = each.get("configSnapshotDeliveryProperties", {}).get("deliveryFrequency")
        yield found(
            "aws_config_delivery_channel",
            each["name"],
            {
                "name": each["name"],
                "s3_bucket_name": each["s3BucketName"],
                "s3_key_prefix": each.get("s3KeyPrefix"),
                "s3_kms_key_arn": each.get("s3KmsKeyArn"),
                "sns_topic_arn": each.get("snsTopicARN"),
                "snapshot_delivery_properties": block(delivery_frequency=frequency) if frequency else None,
            },
        )


@reads("aws_config_configuration_aggregator")
def aggregators(calls: Calls) -> Iterator[Found]:
    """What gathers the records of several accounts and regions."""
    for each in calls.all("config", "describe_configuration_aggregators", "ConfigurationAggregators"):
        arn, name = each["ConfigurationAggregatorArn"], each["ConfigurationAggregatorName"]
        whole = each.get("OrganizationAggregationSource")
        yield found(
            "aws_config_configuration_aggregator",
            name,
            {
                "arn": arn,
                "name": name,
                "organization_aggregation_source": [_source(whole)] if whole else None,
                "account_aggregation_source": [_source(one) for one in each.get("AccountAggregationSources") or []]
                or None,
                "tags": tags_of(calls.all("config", "list_tags_for_resource", "Tags", ResourceArn=arn)),
            },
        )


def _source(given: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "account_ids": given.get("AccountIds"),
        "all_regions": given.get("AllAwsRegions", False),
        "regions": given.get("AwsRegions") or None,
        "role_arn": given.get("RoleArn"),
    }
    return {name: value for name, value in words.items() if value is not None}
