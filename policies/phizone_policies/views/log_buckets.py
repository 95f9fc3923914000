"""Which buckets hold logs and records that AWS delivers, and when a lifecycle takes something away."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.views.blocks import inside
from phizone_policies.views.buckets import is_access_log_target, is_named, sibling
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Unknown, Value

_DELIVERING = ("aws_cloudtrail", "aws_config_delivery_channel")
READS = (
    *(f"{kind}.s3_bucket_name" for kind in _DELIVERING),
    "aws_s3_bucket.lifecycle_rule",
    "aws_s3_bucket.logging",
    "aws_s3_bucket.tags",
    "aws_s3_bucket_lifecycle_configuration.bucket",
    "aws_s3_bucket_lifecycle_configuration.rule",
    "aws_s3_bucket_logging.target_bucket",
)
"""Attributes by which both are known."""
_ENDS = {
    "expiration": ("days",),
    "noncurrent_version_expiration": ("noncurrent_days", "days"),
}
FOR_EVER = 36500
"""Days that stand for no end."""


def takes_records(graph: Graph, bucket: Node) -> bool:
    """Whether a trail or a recorder delivers to a bucket. Raises: UnknownValue."""
    return any(is_named(graph, bucket, sender.get("s3_bucket_name")) for sender in graph.of_type(*_DELIVERING))


def holds_logs(graph: Graph, bucket: Node) -> bool:
    """Whether a trail, a recorder or another bucket's access log is delivered to a bucket. Raises: UnknownValue."""
    return is_access_log_target(graph, bucket) or takes_records(graph, bucket)


def endings(graph: Graph, bucket: Node) -> Iterator[tuple[str, int]]:
    """Each (what goes, days until then) that an enabled lifecycle rule says; a date ends at once. Raises: UnknownValue.

    An empty block ends nothing by itself.
    """
    alone = sibling(graph, bucket, "aws_s3_bucket_lifecycle_configuration")
    owner, path = (alone, "rule") if alone is not None else (bucket, "lifecycle_rule")
    for rule in owner.blocks(path):
        if inside(owner, rule, "status") != "Enabled" and inside(owner, rule, "enabled") is not True:
            continue
        for what, units in _ENDS.items():
            for block in blocks_of(owner, inside(owner, rule, what), what):
                yield what, _days(owner, block, units)


def blocks_of(owner: Node, value: Value, what: str) -> Iterator[dict[str, Value]]:
    """The blocks of a lifecycle rule at a name, in single or list form. Raises: UnknownValue."""
    for block in value if isinstance(value, list) else [] if value is None else [value]:
        if isinstance(block, Ref | Unknown):
            raise UnknownValue(owner.address, what)
        if isinstance(block, dict):
            yield block


def _days(owner: Node, block: dict[str, Value], units: tuple[str, ...]) -> int:
    if inside(owner, block, "date") is not None:
        return 0
    found = [value for unit in units if isinstance(value := inside(owner, block, unit), int | float)]
    return int(found[0]) if found else FOR_EVER
