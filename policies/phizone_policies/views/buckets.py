"""A bucket's effective settings, which stand in sibling resources, or in the bucket itself in older programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from phizone_policies.views.blocks import leaf, leaves
from phizone_policies.views.data_classes import PHI
from phizone_policies.views.documents import Document, Statement, document
from phizone_policies.views.requests import Context, Request, certainly_denied
from phizone_policies.views.tags import tag
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity, physical
from phizone_stacks.graph.values import Ref, Unknown, Value

_LEAP_DAYS_EVERY = 4


def siblings(graph: Graph, bucket: Node, kind: str) -> tuple[Node, ...]:
    """The resources of a type as `aws_s3_bucket_versioning` that configure this bucket.

    Raises: UnknownValue where one of that type does not say which bucket it configures.
    """
    return _of_bucket(graph.cached(_naming_buckets(kind, "bucket")), bucket)


def sibling(graph: Graph, bucket: Node, kind: str) -> Node | None:
    """The one resource of a type that configures this bucket; the last by address where a program makes several."""
    found = siblings(graph, bucket, kind)
    return found[-1] if found else None


def encryption(graph: Graph, bucket: Node) -> dict[str, Value]:
    """The default-encryption block: `sse_algorithm`, `kms_master_key_id`; empty where AWS's own key encrypts."""
    node, rules = _encryption_rules(graph, bucket)
    block = leaf(node, f"{rules}.apply_server_side_encryption_by_default")
    if isinstance(block, dict) and isinstance(block.get("sse_algorithm"), Unknown):
        raise UnknownValue(node.address, f"{rules}.apply_server_side_encryption_by_default.sse_algorithm")
    return block if isinstance(block, dict) else {}


def blocked_encryption(graph: Graph, bucket: Node) -> tuple[Value, ...]:
    """Kinds of encryption that the bucket refuses in uploads, as `SSE-C`. Raises: UnknownValue."""
    node, rules = _encryption_rules(graph, bucket)
    return tuple(leaves(node, f"{rules}.blocked_encryption_types"))


def _encryption_rules(graph: Graph, bucket: Node) -> tuple[Node, str]:
    node = sibling(graph, bucket, "aws_s3_bucket_server_side_encryption_configuration")
    return (bucket, "server_side_encryption_configuration.rule") if node is None else (node, "rule")


def is_access_log_target(graph: Graph, bucket: Node) -> bool:
    """Whether another bucket sends its access logs here, and it holds no PHI itself. Raises: UnknownValue."""
    indexes = (
        _naming_buckets("aws_s3_bucket_logging", "target_bucket"),
        _naming_buckets("aws_s3_bucket", "logging.target_bucket"),
    )
    return any(_of_bucket(graph.cached(index), bucket) for index in indexes) and (
        tag(bucket, "DataClassification") != PHI
    )


@cache
def _naming_buckets(kind: str, path: str) -> Callable[[Graph], Mapping[str, tuple[Node, ...]]]:
    """The function from a graph to its nodes of a type, by address or else by name of the bucket that a path names."""

    def build(graph: Graph) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node in graph.of_type(kind):
            name = _bucket_named(graph, leaf(node, path))
            if name is not None:
                found.setdefault(name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    return build


def _of_bucket(index: Mapping[str, tuple[Node, ...]], bucket: Node) -> tuple[Node, ...]:
    name = physical(bucket, "bucket")
    by_name = index.get(name, ()) if isinstance(name, str) else ()
    return tuple(sorted({*index.get(bucket.address, ()), *by_name}, key=lambda node: node.address))


def _bucket_named(graph: Graph, value: Value) -> str | None:
    """The address of the bucket that a value refers to, itself or by what configures it, else the name it reads."""
    node = graph.target(value)
    if node is not None and isinstance(value, Ref):
        if node.type == "aws_s3_bucket":
            return node.address
        if node.type.startswith("aws_s3_bucket_") and value.attribute in ("bucket", "id"):
            return _bucket_named(graph, node.get("bucket"))
    name = identity(graph, value)
    return name if isinstance(name, str) else None


def is_named(graph: Graph, bucket: Node, value: Value) -> bool:
    """Whether a value names this bucket: its reference, that of a resource which configures it, or its name."""
    return _bucket_named(graph, value) in (bucket.address, physical(bucket, "bucket"))


def arns(bucket: Node) -> tuple[str, ...]:
    """The ARN as policy documents may write it: whole, or put together from the name or the id."""
    names = {f"arn:{partition(bucket.region)}:s3:::{physical(bucket, each)}" for each in ("bucket", "id")}
    return (str(physical(bucket, "arn")), *sorted(names - {str(physical(bucket, "arn"))}))


def policy(graph: Graph, bucket: Node) -> Document | None:
    """The bucket's policy; None where it has none. Raises: UnknownValue, MalformedPolicy."""
    return document(graph, sibling(graph, bucket, "aws_s3_bucket_policy") or bucket, "policy")


def denies(statements: Sequence[Statement], bucket: Node, action: str, context: Context, key: str = "") -> bool:
    """Whether a policy denies an action to everybody, on the bucket or, with a key, on that object."""
    resources = (f"{arn}/{key}" if key else arn for arn in arns(bucket))
    requests = [Request(action=action, resource=resource, context=context) for resource in resources]
    return any(certainly_denied(statements, request) for request in requests)


def keeps_versions(graph: Graph, bucket: Node) -> bool:
    """Whether versioning is on, which a lock brings by itself. Raises: UnknownValue."""
    node = sibling(graph, bucket, "aws_s3_bucket_versioning")
    if node is not None:
        return leaf(node, "versioning_configuration.status") == "Enabled"
    return leaf(bucket, "versioning.enabled") is True or bucket.get("object_lock_enabled") is True


def locked_days(graph: Graph, bucket: Node) -> int:
    """Days for which nobody at all can delete a new version; 0 without a default lock in compliance mode.

    A year counts as 365 days and every fourth one a day more. Raises: UnknownValue.
    """
    node = sibling(graph, bucket, "aws_s3_bucket_object_lock_configuration")
    node, prefix = (node, "rule") if node is not None else (bucket, "object_lock_configuration.rule")
    if leaf(node, f"{prefix}.default_retention.mode") != "COMPLIANCE":
        return 0
    days, years = (leaf(node, f"{prefix}.default_retention.{unit}") for unit in ("days", "years"))
    if isinstance(days, int | float):
        return int(days)
    return days_of(int(years)) if isinstance(years, int | float) else 0


def days_of(years: int) -> int:
    """Days that so many years have at most."""
    return years * 365 - (-years // _LEAP_DAYS_EVERY)
