"""What an AWS Config recorder records, whether it is on, and where it delivers to."""

from __future__ import annotations

from phizone_policies.check import View
from phizone_policies.views.blocks import leaf
from phizone_policies.views.naming import is_named, named_node
from phizone_policies.views.places import Place, standing
from phizone_stacks.graph.node import Node

_BUCKET = "aws_s3_bucket"
_CONFIG = "config.amazonaws.com"


def records_all(recorder: Node) -> bool:
    """Whether a recorder takes every type that AWS Config supports; without a group it does. Raises: UnknownValue."""
    return leaf(recorder, "recording_group.all_supported") in (None, True) and (
        leaf(recorder, "recording_group.recording_strategy.use_only") in (None, "ALL_SUPPORTED_RESOURCE_TYPES")
    )


def records_global(recorder: Node) -> bool:
    """Whether it takes IAM's types as well, which have no region. Raises: UnknownValue."""
    return leaf(recorder, "recording_group.include_global_resource_types") is True


def is_on(view: View, recorder: Node, place: Place) -> bool:
    """Whether a status switches a recorder on. Raises: UnknownValue."""
    statuses = standing(view, "aws_config_configuration_recorder_status", place)
    return any(
        is_named(view.graph, recorder, status.get("name"), "name", "id") and status.get("is_enabled") is True
        for status in statuses
    )


def works_as_config(view: View, recorder: Node) -> bool:
    """Whether a recorder has AWS Config's service-linked role, whose permissions AWS keeps complete.

    Source: AWS Security Hub, Config.1. Raises: UnknownValue.
    """
    value = recorder.get("role_arn")
    role = view.graph.target(value)
    if role is not None:
        return role.type == "aws_iam_service_linked_role" and role.get("aws_service_name") == _CONFIG
    return isinstance(value, str) and f":role/aws-service-role/{_CONFIG}/" in value


def delivers_to(view: View, place: Place) -> Node | None:
    """The bucket of the log-archive account that records of a place are delivered to. Raises: UnknownValue."""
    buckets = (bucket_of(view, channel) for channel in standing(view, "aws_config_delivery_channel", place))
    archive = view.organization.accounts.log_archive.id
    return next((bucket for bucket in buckets if bucket is not None and bucket.account == archive), None)


def bucket_of(view: View, channel: Node) -> Node | None:
    """The bucket that a channel writes to; None for one that the graph does not hold. Raises: UnknownValue."""
    value = channel.get("s3_bucket_name")
    return named_node(view.graph, value, (_BUCKET,)) or named_node(view.graph, value, (_BUCKET,), "bucket")
