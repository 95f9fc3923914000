"""AWS CloudTrail: trails."""

from __future__ import annotations

from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, cameled, creates


@creates("aws_cloudtrail")
def trail(wanted: Wanted) -> Outputs:
    """CreateTrail, then what it records, then StartLogging."""
    cloudtrail, name = wanted.client("cloudtrail"), wanted.get("name")
    given = wanted.given(
        Name="name",
        S3BucketName="s3_bucket_name",
        S3KeyPrefix="s3_key_prefix",
        SnsTopicName="sns_topic_name",
        IncludeGlobalServiceEvents="include_global_service_events",
        IsMultiRegionTrail="is_multi_region_trail",
        EnableLogFileValidation="enable_log_file_validation",
        CloudWatchLogsLogGroupArn="cloud_watch_logs_group_arn",
        CloudWatchLogsRoleArn="cloud_watch_logs_role_arn",
        KmsKeyId="kms_key_id",
        IsOrganizationTrail="is_organization_trail",
    )
    arn = cloudtrail.create_trail(**given, TagsList=wanted.tags())["TrailARN"]
    if selectors := wanted.get("advanced_event_selector"):
        blocks = [_selector(each) for each in selectors]
        cloudtrail.put_event_selectors(TrailName=name, AdvancedEventSelectors=blocks)
    if wanted.get("enable_logging"):
        cloudtrail.start_logging(Name=name)
    return {"id": arn, "arn": arn, "home_region": wanted.place.region}


def _selector(block: dict[str, Any]) -> dict[str, Any]:
    named = {"Name": block["name"]} if block.get("name") else {}
    return {**named, "FieldSelectors": cameled(block["field_selector"])}
