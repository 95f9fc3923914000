"""Where a resource copies its data or its key to."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.views.blocks import leaves
from phizone_policies.views.buckets import is_named
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Template, Value

_ITSELF = ("aws_dynamodb_table_replica", "aws_kms_replica_key")
_REGIONS = {
    "aws_db_snapshot_copy": ("destination_region",),
    "aws_dlm_lifecycle_policy": (
        "policy_details.action.cross_region_copy.target",
        "policy_details.schedule.cross_region_copy_rule.target",
        "policy_details.schedule.cross_region_copy_rule.target_region",
    ),
    "aws_dynamodb_global_table": ("replica.region_name",),
    "aws_dynamodb_table": ("replica.region_name", "global_table_witness.region_name"),
    "aws_ecr_replication_configuration": ("replication_configuration.rule.destination.region",),
    "aws_efs_replication_configuration": ("destination.region",),
    "aws_keyspaces_keyspace": ("replication_specification.region_list",),
    "aws_redshift_snapshot_copy": ("destination_region",),
    "aws_secretsmanager_secret": ("replica.region",),
    "aws_ssmincidents_replication_set": ("region.name", "regions.name"),
}
_BUCKETS = {
    "aws_s3_bucket": "replication_configuration.rules.destination.bucket",
    "aws_s3_bucket_replication_configuration": "rule.destination.bucket",
}
_VAULTS = {
    "aws_backup_plan": (
        "rule.copy_action.destination_vault_arn",
        "rule.target_logically_air_gapped_backup_vault_arn",
    ),
}
COPYING = tuple(sorted({*_ITSELF, *_REGIONS, *_BUCKETS, *_VAULTS}))
"""Types that copy, or may."""
READS = tuple(
    sorted(
        {f"{kind}.region" for kind in _ITSELF}
        | {f"{kind}.{path.split('.')[0]}" for kind, paths in {**_REGIONS, **_VAULTS}.items() for path in paths}
        | {f"{kind}.{path.split('.')[0]}" for kind, path in _BUCKETS.items()}
    )
)
"""The attributes that say where to."""


def destinations(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    """Each destination in words, with its region; an empty region is not known. Raises: UnknownValue."""
    if node.type in _ITSELF:
        yield "a replica", node.region
    for path in _REGIONS.get(node.type, ()):
        yield from (("a replica", value if isinstance(value, str) else "") for value in leaves(node, path))
    for path in _VAULTS.get(node.type, ()):
        yield from ((f"vault {_told(graph, value)}", region_of(graph, value)) for value in leaves(node, path))
    if node.type in _BUCKETS:
        buckets = leaves(node, _BUCKETS[node.type])
        yield from ((f"bucket {_told(graph, value)}", bucket_region_of(graph, value)) for value in buckets)


def _told(graph: Graph, value: Value) -> str:
    return str(identity(graph, value))


def region_of(graph: Graph, value: Value) -> str:
    """The region of the resource that a value refers to or that an ARN names; empty where neither tells one."""
    first = value.parts[0] if isinstance(value, Template) else value
    node = graph.target(first)
    if node is not None:
        return node.region
    text = identity(graph, value)
    parts = text.split(":") if isinstance(text, str) else []
    return parts[3] if len(parts) > 3 else ""  # arn:partition:service:region:…


def bucket_region_of(graph: Graph, value: Value) -> str:
    """The region of a bucket of this zone; a bucket's ARN tells none."""
    name = value.rsplit(":", 1)[-1] if isinstance(value, str) else value
    return next((node.region for node in graph.of_type("aws_s3_bucket") if is_named(graph, node, name)), "")
