"""Where logs, events, streams, exports and reports are delivered to, by the attribute that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.views.blocks import leaves
from phizone_policies.views.copies import bucket_region_of, region_of
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Template, Value

_SUBSCRIPTION = "aws_sns_topic_subscription"
_S3 = "extended_s3_configuration"
_EXPORT = "storage_class_analysis.data_export.destination.s3_bucket_destination.bucket_arn"
_DESTINATIONS: Mapping[str, tuple[str, ...]] = {
    "aws_cloudtrail": ("cloud_watch_logs_group_arn", "s3_bucket_name"),
    "aws_cloudwatch_event_target": ("arn", "dead_letter_config.arn"),
    "aws_cloudwatch_log_destination": ("target_arn",),
    "aws_cloudwatch_log_subscription_filter": ("destination_arn",),
    "aws_cloudwatch_metric_stream": ("firehose_arn",),
    "aws_config_delivery_channel": ("s3_bucket_name", "sns_topic_arn"),
    "aws_datasync_location_s3": ("s3_bucket_arn",),
    "aws_dynamodb_table_export": ("s3_bucket",),
    "aws_flow_log": ("log_destination",),
    "aws_guardduty_publishing_destination": ("destination_arn",),
    "aws_kinesis_firehose_delivery_stream": (f"{_S3}.bucket_arn", f"{_S3}.s3_backup_configuration.bucket_arn"),
    "aws_macie2_classification_export_configuration": ("s3_destination.bucket_name",),
    "aws_oam_link": ("sink_identifier",),
    "aws_pipes_pipe": ("target",),
    "aws_rds_export_task": ("s3_bucket_name",),
    "aws_route53_resolver_query_log_config": ("destination_arn",),
    "aws_s3_bucket_analytics_configuration": (_EXPORT,),
    "aws_s3_bucket_inventory": ("destination.bucket.bucket_arn",),
    "aws_s3_bucket_logging": ("target_bucket",),
    "aws_scheduler_schedule": ("target.arn", "target.dead_letter_config.arn"),
    _SUBSCRIPTION: ("endpoint",),
}
_SHARED = "sharing_settings.s3_output_path"
_MONITORED = "monitoring_outputs.s3_output.s3_uri"
_URIS: Mapping[str, tuple[str, ...]] = {
    "aws_athena_workgroup": ("configuration.result_configuration.output_location",),
    "aws_sagemaker_data_quality_job_definition": (f"data_quality_job_output_config.{_MONITORED}",),
    "aws_sagemaker_domain": (f"default_user_settings.{_SHARED}",),
    "aws_sagemaker_endpoint_configuration": (
        "async_inference_config.output_config.s3_output_path",
        "data_capture_config.destination_s3_uri",
    ),
    "aws_sagemaker_feature_group": ("offline_store_config.s3_storage_config.s3_uri",),
    "aws_sagemaker_user_profile": (f"user_settings.{_SHARED}",),
}
# What delivers out of AWS: no region holds it. Source: the Terraform AWS provider's documentation of each type.
_OUTSIDE: Mapping[str, tuple[str, ...]] = {
    "aws_kinesis_firehose_delivery_stream": (
        "http_endpoint_configuration",
        "snowflake_configuration",
        "splunk_configuration",
    ),
}
_SCHEME = "s3://"
_PEOPLE = ("email", "email-json", "sms")
DELIVERING = tuple(sorted({*_DESTINATIONS, *_URIS}))
"""Types that deliver, or may."""
ASSUMPTION = "what is sent to people by mail or message holds no data of patients: its text is an alarm's"
"""What is taken for true of subscriptions of people."""


def deliveries(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    """Each destination in words, with its region; an empty region is not known. Raises: UnknownValue."""
    if node.type == _SUBSCRIPTION and node.get("protocol") in _PEOPLE:
        return
    for path in _DESTINATIONS.get(node.type, ()):
        for value in leaves(node, path):
            yield f"{path} {_told(graph, value)}", _place(graph, value)
    for path in _URIS.get(node.type, ()):
        for value in leaves(node, path):
            yield f"{path} {_told(graph, value)}", _uri_region(graph, value)
    for path in _OUTSIDE.get(node.type, ()):
        yield from ((f"{path}, outside of AWS", "") for _ in leaves(node, path))


def _place(graph: Graph, value: Value) -> str:
    return region_of(graph, value) or bucket_region_of(graph, _bucket(value))


def _uri_region(graph: Graph, value: Value) -> str:
    """The region of the bucket of a URI as `s3://bucket/prefix`."""
    parts = value.parts if isinstance(value, Template) else (value,)
    first = next((part for part in parts if part != _SCHEME), None)
    return bucket_region_of(graph, _bucket(first.removeprefix(_SCHEME) if isinstance(first, str) else first))


def _bucket(value: Value) -> Value:
    """A bucket as its name or ARN, without a folder behind it."""
    return value.split("/", 1)[0] if isinstance(value, str) else value


def _told(graph: Graph, value: Value) -> str:
    return str(identity(graph, value))
