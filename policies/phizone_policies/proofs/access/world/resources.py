"""What access rules protect: resources by ARN, each with the policy that stands on it and its grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from phizone_policies.proofs.access.request import Grant
from phizone_policies.proofs.access.world import lists, permissions
from phizone_policies.proofs.access.world.names import arn_of, text_of, unnamed
from phizone_policies.proofs.access.world.principals import literal_tags
from phizone_policies.proofs.access.world.texts import Held, read
from phizone_policies.views import buckets
from phizone_policies.views.blocks import leaves
from phizone_policies.views.documents import Document, MalformedPolicy, Statement
from phizone_policies.views.keys import KEYS
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node, UnknownValue

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a type's policy stands."""

    own: str = ""
    """Its own attribute; empty for none."""
    alone: str = ""
    """The type of a policy that stands alone; empty for none."""
    names: str = ""
    """The attribute by which that names its owner."""
    text: str = "policy"
    """The attribute of that with the document."""


_KEY = _Where("policy", "aws_kms_key_policy", "key_id")
_WHERE: Mapping[str, _Where] = {
    "aws_backup_vault": _Where("", "aws_backup_vault_policy", "backup_vault_name"),
    "aws_cloudwatch_event_bus": _Where("", "aws_cloudwatch_event_bus_policy", "event_bus_name"),
    "aws_dynamodb_table": _Where("", "aws_dynamodb_resource_policy", "resource_arn"),
    "aws_ecr_repository": _Where("", "aws_ecr_repository_policy", "repository"),
    "aws_efs_file_system": _Where("", "aws_efs_file_system_policy", "file_system_id"),
    "aws_iam_role": _Where("assume_role_policy"),
    "aws_iam_user": _Where(),
    "aws_kinesis_stream": _Where("", "aws_kinesis_resource_policy", "resource_arn"),
    **dict.fromkeys(KEYS, _KEY),
    "aws_opensearch_domain": _Where(
        "access_policies", "aws_opensearch_domain_policy", "domain_name", "access_policies"
    ),
    "aws_s3_access_point": _Where("policy", "aws_s3control_access_point_policy", "access_point_arn"),
    "aws_sagemaker_feature_group": _Where(),
    "aws_sagemaker_model_package_group": _Where(
        "", "aws_sagemaker_model_package_group_policy", "model_package_group_name", "resource_policy"
    ),
    "aws_secretsmanager_secret": _Where("policy", "aws_secretsmanager_secret_policy", "secret_arn"),
    "aws_sns_topic": _Where("policy", "aws_sns_topic_policy", "arn"),
    "aws_sqs_queue": _Where("policy", "aws_sqs_queue_policy", "queue_url"),
    "aws_ssm_parameter": _Where(),
}
_CALLED = ("arn", "id", "key_id", "name", "url")
_MOUNTING = tuple(f"elasticfilesystem:Client{what}" for what in ("Mount", "RootAccess", "Write"))
_MOUNTED = (("Bool", "elasticfilesystem:AccessedViaMountTarget", ("true",)),)
_ANYBODY_MOUNTS = Statement("AnybodyMounts", "Allow", (("AWS", "*"),), (), _MOUNTING, (), ("*",), (), _MOUNTED)
# What AWS takes for the policy of what has none. Source: Amazon EFS User Guide, "Default EFS file system policy".
_DEFAULTS: Mapping[str, Document] = {"aws_efs_file_system": Document("2012-10-17", (_ANYBODY_MOUNTS,))}
_MADE_OF_MANY: Mapping[str, Callable[[Graph, Node], Document | None]] = {
    "aws_cloudwatch_log_group": permissions.of_log_group,
    "aws_lambda_function": permissions.of_function,
}
PROTECTED = tuple(sorted({*_WHERE, *_MADE_OF_MANY, "aws_s3_bucket"}))
"""Types of what a policy of its own, or of whoever asks, protects and this model knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something that is asked for."""

    arn: str
    """Its ARN."""
    account: str
    """Twelve-digit id of its account."""
    node: Node
    """The resource."""
    policy: Held | None = None
    """The policy on it; None where it has none."""
    grants: tuple[Grant, ...] = ()
    """Grants on a key."""
    unknown: tuple[str, ...] = ()
    """What is not known of its policy, a reason each."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Its tags, as far as they are literal."""


def protected(graph: Graph) -> Iterator[Resource]:
    """What access rules protect in a graph, by type and address."""
    for node in graph.of_type(*PROTECTED):
        yield resource_of(graph, node)


def resource_of(graph: Graph, node: Node) -> Resource:
    """A resource of the graph with what stands on it; one of another type than `PROTECTED` has no policy."""
    unknown = list(unnamed(node))
    return Resource(
        arn=arn_of(graph, node),
        account=node.account or UNNAMED_ACCOUNT,
        node=node,
        policy=_told(unknown, partial(_policy, graph, node)),
        grants=_told(unknown, partial(_grants, graph, node)) or (),
        unknown=tuple(unknown),
        tags=literal_tags(node),
    )


def _told(unknown: list[str], ask: Callable[[], _Found]) -> _Found | None:
    try:
        return ask()
    except (UnknownValue, MalformedPolicy) as reason:
        unknown.append(str(reason))
        return None


def _policy(graph: Graph, node: Node) -> Held | None:
    if node.type in _MADE_OF_MANY:
        made = _MADE_OF_MANY[node.type](graph, node)
        return Held(made, node) if made is not None else None
    if node.type == "aws_s3_bucket":
        return _of_bucket(graph, node)
    where = _WHERE.get(node.type, _Where())
    alone = naming(graph, node, (where.alone,), where.names, *_CALLED) if where.alone else ()
    own = (node,) if where.own else ()
    found = _at(graph, alone, where.text) if alone else _at(graph, own, where.own)
    default = by_default(node.type)
    return Held(default, node) if found is None and default is not None else found


def by_default(kind: str) -> Document | None:
    """What AWS takes for the policy of a resource of a type that has none; None where that is nothing."""
    return _DEFAULTS.get(kind)


def _of_bucket(graph: Graph, bucket: Node) -> Held | None:
    """Its policy, with what its access control list lets everybody do."""
    written = _at(graph, buckets.siblings(graph, bucket, "aws_s3_bucket_policy") or (bucket,), "policy")
    listed = lists.of_bucket(graph, bucket).statements
    if not listed:
        return written
    own = written.document.statements if written else ()
    return Held(Document("2012-10-17", (*own, *listed)), written.node if written else bucket)


def _at(graph: Graph, nodes: Sequence[Node], path: str) -> Held | None:
    """The last of these that holds a document: AWS keeps what was written last."""
    found = read(graph, nodes[-1], path) if nodes else None
    return Held(found, nodes[-1]) if found is not None else None


def _grants(graph: Graph, node: Node) -> tuple[Grant, ...]:
    if node.type not in KEYS:
        return ()
    return tuple(_grant(graph, each) for each in naming(graph, node, ("aws_kms_grant",), "key_id", *_CALLED))


def _grant(graph: Graph, node: Node) -> Grant:
    equal = _context(graph, node, "constraints.encryption_context_equals")
    return Grant(
        grantee=text_of(graph, node.get("grantee_principal")) or "",
        operations=tuple(str(each) for each in node.items("operations")),
        encryption_context=equal or _context(graph, node, "constraints.encryption_context_subset"),
        exact_context=bool(equal),
        name=node.address,
    )


def _context(graph: Graph, node: Node, path: str) -> tuple[tuple[str, str], ...]:
    maps = [value for value in leaves(node, path) if isinstance(value, dict)]
    return tuple((key, text_of(graph, value) or "") for each in maps for key, value in sorted(each.items()))
