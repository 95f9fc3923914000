"""Every policy document of a program, whatever kind of resource holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from phizone_policies.check import Result, failed, passed
from phizone_policies.views.documents import Document, Statement, document
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

IDENTITY = {
    "aws_iam_group_policy": ("policy",),
    "aws_iam_policy": ("policy",),
    "aws_iam_role": ("inline_policy.policy",),
    "aws_iam_role_policy": ("policy",),
    "aws_iam_user_policy": ("policy",),
    "aws_ssoadmin_permission_set_inline_policy": ("inline_policy",),
}
"""Where principals hold what they may do, by type."""
TRUST = {"aws_iam_role": ("assume_role_policy",)}
"""Where it stands who enters a role."""
CONTROL = {
    "aws_organizations_policy": ("content",),
    "aws_organizations_resource_policy": ("content",),
}
"""Where an organization caps what its accounts may do, and who manages it."""
RESOURCE = {
    "aws_acmpca_policy": ("policy",),
    "aws_api_gateway_rest_api": ("policy",),
    "aws_api_gateway_rest_api_policy": ("policy",),
    "aws_backup_vault_policy": ("policy",),
    "aws_cloudwatch_event_bus_policy": ("policy",),
    "aws_cloudwatch_log_delivery_destination_policy": ("delivery_destination_policy",),
    "aws_cloudwatch_log_destination_policy": ("access_policy",),
    "aws_cloudwatch_log_resource_policy": ("policy_document",),
    "aws_codeartifact_domain_permissions_policy": ("policy_document",),
    "aws_codeartifact_repository_permissions_policy": ("policy_document",),
    "aws_dynamodb_resource_policy": ("policy",),
    "aws_ecr_registry_policy": ("policy",),
    "aws_ecr_repository_policy": ("policy",),
    "aws_efs_file_system_policy": ("policy",),
    "aws_elasticsearch_domain": ("access_policies",),
    "aws_elasticsearch_domain_policy": ("access_policies",),
    "aws_glue_resource_policy": ("policy",),
    "aws_kinesis_resource_policy": ("policy",),
    "aws_kms_external_key": ("policy",),
    "aws_kms_key": ("policy",),
    "aws_kms_key_policy": ("policy",),
    "aws_kms_replica_external_key": ("policy",),
    "aws_kms_replica_key": ("policy",),
    "aws_msk_cluster_policy": ("policy",),
    "aws_opensearch_domain": ("access_policies",),
    "aws_opensearch_domain_policy": ("access_policies",),
    "aws_redshift_resource_policy": ("policy",),
    "aws_redshiftserverless_resource_policy": ("policy",),
    "aws_s3_access_point": ("policy",),
    "aws_s3_bucket": ("policy",),
    "aws_s3_bucket_policy": ("policy",),
    "aws_s3control_access_point_policy": ("policy",),
    "aws_s3control_multi_region_access_point_policy": ("details.policy",),
    "aws_s3control_object_lambda_access_point_policy": ("policy",),
    "aws_s3tables_table_bucket_policy": ("resource_policy",),
    "aws_s3tables_table_policy": ("resource_policy",),
    "aws_sagemaker_model_package_group_policy": ("resource_policy",),
    "aws_schemas_registry_policy": ("policy",),
    "aws_secretsmanager_secret": ("policy",),
    "aws_secretsmanager_secret_policy": ("policy",),
    "aws_ses_identity_policy": ("policy",),
    "aws_sesv2_email_identity_policy": ("policy",),
    "aws_sns_topic": ("policy",),
    "aws_sns_topic_policy": ("policy",),
    "aws_sqs_queue": ("policy",),
    "aws_sqs_queue_policy": ("policy",),
    "aws_transfer_access": ("policy",),
    "aws_transfer_user": ("policy",),
    "aws_vpc_endpoint": ("policy",),
    "aws_vpc_endpoint_policy": ("policy",),
    "aws_vpclattice_auth_policy": ("policy",),
    "aws_vpclattice_resource_policy": ("policy",),
    "aws_xray_resource_policy": ("policy_document",),
}
"""Where resources, endpoints and sessions hold who may do what with them."""
_ALL = {
    kind: tuple(path for table in (IDENTITY, TRUST, CONTROL, RESOURCE) for path in table.get(kind, ()))
    for table in (IDENTITY, TRUST, CONTROL, RESOURCE)
    for kind in table
}
HOLDING = tuple(sorted(_ALL))
"""Types that hold policy documents."""
READS = tuple(
    sorted(
        {f"{kind}.{path.split('.')[0]}" for kind, paths in _ALL.items() for path in paths}
        | {"aws_organizations_policy.type"}
    )
)
"""Attributes that hold them."""
_CAPS = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")


@dataclass(frozen=True, slots=True)
class Found:
    """A statement and where it stands."""

    path: str
    """The attribute, as `policy` or `inline_policy.0.policy`."""
    number: int
    """Which statement of its document, from 1."""
    statement: Statement
    """The statement."""

    @property
    def name(self) -> str:
        """Its Sid, or `number 2`."""
        return self.statement.sid or f"number {self.number}"


def documents(graph: Graph, node: Node) -> Iterator[tuple[str, Document]]:
    """Each (attribute, document) of a node, written in it or by default. Raises: UnknownValue, MalformedPolicy."""
    if node.type == "aws_organizations_policy" and node.get("type") not in (None, *_CAPS):
        return
    yield from _at(graph, node, _ALL[node.type])


def granting(graph: Graph, node: Node) -> Iterator[Document]:
    """The documents by which a node grants something to principals. Raises: UnknownValue, MalformedPolicy."""
    yield from (found for _, found in _at(graph, node, IDENTITY[node.type]))


def _at(graph: Graph, node: Node, paths: tuple[str, ...]) -> Iterator[tuple[str, Document]]:
    for path in paths:
        for each in each_path(node, path):
            found = document(graph, node, each)
            if found is not None:
                yield each, found


def statements(graph: Graph, node: Node) -> Iterator[Found]:
    """Every statement of a node's documents. Raises: UnknownValue, MalformedPolicy."""
    for path, found in documents(graph, node):
        yield from (Found(path, number, statement) for number, statement in enumerate(found.statements, start=1))


def each_statement(graph: Graph, node: Node, wrong: Callable[[Statement], str]) -> Result:
    """FAIL for the first statement of a node of which a function says what is wrong."""
    for found in statements(graph, node):
        reason = wrong(found.statement)
        if reason:
            return failed(f"statement {found.name} of {found.path} {reason}", statement=found.name)
    return passed()


def each_path(node: Node, path: str) -> tuple[str, ...]:
    """The path itself, or one for each of the blocks that its first word names. Raises: UnknownValue."""
    head, _, rest = path.partition(".")
    if not rest:
        return (path,)
    if isinstance(node.get(head), list):
        return tuple(f"{head}.{number}.{rest}" for number, _ in enumerate(node.blocks(head)))
    return (path,) if node.blocks(head) else ()
