"""What an AWS Config recorder records, whether it is on, and where it delivers to."""

from __future__ import annotations

from phizone_policies.check import View
from phizone_policies.views.blocks import leaf
from phizone_policies.views.naming import is_named, named_node
from phizone_policies.views.places import Place, standing
from phizone_stacks.graph.node import Node

_BUCKET = "aws_s3_bucket"


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


def delivers_to(view: View, place: Place) -> Node | None:
    """The bucket of the log-archive account that records of a place are delivered to. Raises: UnknownValue."""
    for channel in standing(view, "aws_config_delivery_channel", place):
        value = channel.get("s3_bucket_name")
        bucket = named_node(view.graph, value, (_BUCKET,)) or named_node(view.graph, value, (_BUCKET,), "bucket")
        if bucket is not None and bucket.account == view.organization.accounts.log_archive.id:
            return bucket
    return None
