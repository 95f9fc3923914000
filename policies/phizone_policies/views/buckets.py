"""A bucket's effective settings, which stand in sibling resources, or in the bucket itself in older programs."""

from __future__ import annotations

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Unknown, Value


def siblings(graph: Graph, bucket: Node, kind: str) -> tuple[Node, ...]:
    """The resources of a type as `aws_s3_bucket_versioning` that configure this bucket.

    Raises: UnknownValue where one of that type does not say which bucket it configures.
    """
    name = physical(bucket, "bucket")
    found = []
    for node in graph.of_type(kind):
        value = node.peek("bucket")
        if isinstance(value, Unknown):
            raise UnknownValue(node.address, "bucket", value.reason)
        if (isinstance(value, Ref) and value.address == bucket.address) or (isinstance(name, str) and value == name):
            found.append(node)
    return tuple(found)


def sibling(graph: Graph, bucket: Node, kind: str) -> Node | None:
    """The one resource of a type that configures this bucket; the last by address where a program makes several."""
    found = siblings(graph, bucket, kind)
    return found[-1] if found else None


def encryption(graph: Graph, bucket: Node) -> dict[str, Value]:
    """The default-encryption block: `sse_algorithm`, `kms_master_key_id`; empty where AWS's own key encrypts."""
    kind, rules = "aws_s3_bucket_server_side_encryption_configuration", "rule"
    node = sibling(graph, bucket, kind)
    if node is None:
        node, rules = bucket, "server_side_encryption_configuration.0.rule"
    for rule in node.blocks(rules):
        default = rule.get("apply_server_side_encryption_by_default")
        block = default[0] if isinstance(default, list) and default else default
        if isinstance(block, Unknown):
            raise UnknownValue(node.address, rules)
        return block if isinstance(block, dict) else {}
    return {}


def is_access_log_target(graph: Graph, bucket: Node) -> bool:
    """Whether another bucket sends its access logs here."""
    name = physical(bucket, "bucket")
    for node in graph.of_type("aws_s3_bucket_logging"):
        value = node.get("target_bucket")
        if (isinstance(value, Ref) and value.address == bucket.address) or (isinstance(name, str) and value == name):
            return True
    return False
