"""AWS CloudTrail: trails with what they record and whether they do, and event data stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, snaked, tags_of
from phizone_stacks.live.reading import Where, reads

_STOPPED = ("STOPPING_INGESTION", "STOPPED_INGESTION")
"""Statuses of an event data store that takes no events."""


@reads("aws_cloudtrail", where=Where.EVERYWHERE)
def trails(calls: Calls) -> Iterator[Found]:
    """The account's own trails, each in its home region; not what other regions and member accounts see of them."""
    own = calls.get("cloudtrail", "describe_trails", includeShadowTrails=False)["trailList"]
    for trail in own:
        yield found("aws_cloudtrail", trail["Name"], {**_trail(trail), **_recorded(calls, trail["TrailARN"])})


def _trail(trail: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": trail["TrailARN"],
        "arn": trail["TrailARN"],
        "name": trail["Name"],
        "s3_bucket_name": trail.get("S3BucketName"),
        "s3_key_prefix": trail.get("S3KeyPrefix") or None,
        "sns_topic_name": trail.get("SnsTopicName") or None,
        "include_global_service_events": trail["IncludeGlobalServiceEvents"],
        "is_multi_region_trail": trail["IsMultiRegionTrail"],
        "is_organization_trail": trail["IsOrganizationTrail"],
        "enable_log_file_validation": trail["LogFileValidationEnabled"],
        "cloud_watch_logs_group_arn": trail.get("CloudWatchLogsLogGroupArn"),
        "cloud_watch_logs_role_arn": trail.get("CloudWatchLogsRoleArn"),
        "kms_key_id": trail.get("KmsKeyId"),
    }


def _recorded(calls: Calls, arn: str) -> dict[str, Any]:
    """Whether a trail is on, and what it takes; AWS answers with its default selector where none was put."""
    selectors = calls.get("cloudtrail", "get_event_selectors", TrailName=arn)
    insight = calls.find("cloudtrail", "get_insight_selectors", ("InsightNotEnabledException",), TrailName=arn) or {}
    return {
        "enable_logging": calls.get("cloudtrail", "get_trail_status", Name=arn)["IsLogging"],
        "event_selector": [_classic(each) for each in selectors.get("EventSelectors") or []] or None,
        "advanced_event_selector": _advanced(selectors.get("AdvancedEventSelectors")),
        "insight_selector": [{"insight_type": each["InsightType"]} for each in insight.get("InsightSelectors") or []]
        or None,
        "tags": _tags(calls, arn),
    }


def _classic(selector: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in snaked(selector).items() if name != "data_resources"}
    resources = [{"type": each["Type"], "values": each["Values"]} for each in selector.get("DataResources") or []]
    return {**words, **({"data_resource": resources} if resources else {})}


def _advanced(selectors: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    blocks = [
        {**({"name": each["Name"]} if each.get("Name") else {}), "field_selector": snaked(each["FieldSelectors"])}
        for each in selectors or ()
    ]
    return blocks or None


def _tags(calls: Calls, arn: str) -> dict[str, str]:
    told = calls.all("cloudtrail", "list_tags", "ResourceTagList", ResourceIdList=[arn])
    return tags_of(tag for each in told for tag in each.get("TagsList") or ())


@reads("aws_cloudtrail_event_data_store", where=Where.EVERYWHERE)
def event_data_stores(calls: Calls) -> Iterator[Found]:
    """Event data stores, those that wait to be deleted left out: they take no events and nobody asks them any more."""
    for each in calls.all("cloudtrail", "list_event_data_stores", "EventDataStores"):
        store = calls.get("cloudtrail", "get_event_data_store", EventDataStore=each["EventDataStoreArn"])
        if store.get("Status") == "PENDING_DELETION":
            continue
        arn = store["EventDataStoreArn"]
        yield found(
            "aws_cloudtrail_event_data_store",
            store["Name"],
            {
                "id": arn,
                "arn": arn,
                "name": store["Name"],
                "advanced_event_selector": _advanced(store.get("AdvancedEventSelectors")),
                "billing_mode": store.get("BillingMode"),
                "kms_key_id": store.get("KmsKeyId"),
                "multi_region_enabled": store.get("MultiRegionEnabled"),
                "organization_enabled": store.get("OrganizationEnabled"),
                "retention_period": store.get("RetentionPeriod"),
                # Text in the schema, which knows three states of it.
                "suspend": "true" if store.get("Status") in _STOPPED else "false",
                "termination_protection_enabled": store.get("TerminationProtectionEnabled", False),
                "tags": _tags(calls, arn),
            },
        )
