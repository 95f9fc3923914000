"""How AWS records that somebody reads a store: by which kind of event of the trail."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.views.trails import records_all_management, records_all_of, records_objects
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_BUCKET = "aws_s3_bucket"
# Source: AWS CloudTrail User Guide, "Logging data events", table of resource types.
_DATA_EVENTS: Mapping[str, str] = {
    "aws_dynamodb_table": "AWS::DynamoDB::Table",
    "aws_kinesis_stream": "AWS::Kinesis::Stream",
    "aws_kinesis_video_stream": "AWS::KinesisVideo::Stream",
    "aws_lambda_function": "AWS::Lambda::Function",
    "aws_s3_access_point": "AWS::S3::AccessPoint",
    "aws_sagemaker_endpoint": "AWS::SageMaker::Endpoint",
    "aws_sagemaker_feature_group": "AWS::SageMaker::FeatureGroup",
    "aws_sns_topic": "AWS::SNS::Topic",
    "aws_sqs_queue": "AWS::SQS::Queue",
    "aws_timestreamwrite_table": "AWS::Timestream::Table",
}
# What is asked of these is a management event. Source: the chapter on CloudTrail of each service's guide.
_MANAGEMENT = (
    "aws_athena_workgroup",
    "aws_backup_vault",
    "aws_cloudwatch_log_group",
    "aws_ecr_repository",
    "aws_kms_key",
    "aws_kms_replica_key",
    "aws_sagemaker_domain",
    "aws_sagemaker_model",
    "aws_sagemaker_model_package_group",
    "aws_sagemaker_user_profile",
    "aws_secretsmanager_secret",
    "aws_ssm_parameter",
)
RUN_TIME = ("AWS::Lambda::Function", "AWS::SageMaker::Endpoint", "AWS::SageMaker::FeatureGroup")
"""Kinds of what teams make once the zone runs, which no graph holds and which read PHI or hold it."""
ASSUMPTION = (
    "no file of a Studio home directory is recorded as it is read: that its user opens the application is, and nobody "
    "else can"
)
"""What is taken for true of home directories."""


def recorded_as(kind: str) -> str:
    """How reads of a type are recorded, in words; empty where that is not known."""
    if kind == _BUCKET:
        return "data events AWS::S3::Object"
    if kind in _MANAGEMENT:
        return "management events"
    return f"data events {_DATA_EVENTS[kind]}" if kind in _DATA_EVENTS else ""


def records_reads(graph: Graph, trail: Node, store: Node) -> bool:
    """Whether a trail takes every event by which reads of a store are recorded. Raises: UnknownValue."""
    if store.type == _BUCKET:
        return records_objects(graph, trail, store, reads=True)
    if store.type in _MANAGEMENT:
        return records_all_management(graph, trail)
    return records_all_of(graph, trail, _DATA_EVENTS[store.type])
