"""What holds data behind a policy of its own: a bucket, a secret, a registry of images, a vault of backups."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.check import View
from phizone_policies.views import buckets, messages
from phizone_policies.views.documents import Document, Statement, document
from phizone_policies.views.naming import naming
from phizone_policies.views.requests import ANY_OBJECT, Context, Request, certainly_denied
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "aws_backup_vault": ("backup:CopyIntoBackupVault",),
    "aws_ecr_repository": ("ecr:BatchGetImage", "ecr:PutImage"),
    "aws_s3_bucket": ("s3:GetObject", "s3:ListBucket", "s3:PutObject"),
    "aws_secretsmanager_secret": ("secretsmanager:GetSecretValue",),
}
"""By type, what those ask who come for the data."""
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "aws_sns_topic": ("sns:Publish",),
    "aws_sqs_queue": ("sqs:ReceiveMessage", "sqs:SendMessage"),
}
"""The same for what only passes messages on."""
READS = (
    "aws_backup_vault_policy.backup_vault_name",
    "aws_backup_vault_policy.policy",
    "aws_ecr_repository_policy.policy",
    "aws_ecr_repository_policy.repository",
    "aws_s3_bucket.policy",
    "aws_s3_bucket_policy.bucket",
    "aws_s3_bucket_policy.policy",
    "aws_secretsmanager_secret.policy",
    "aws_secretsmanager_secret_policy.policy",
    "aws_secretsmanager_secret_policy.secret_arn",
)
"""Attributes by which the policy is found."""
SAFE: Context = {"aws:securetransport": ("true",), "s3:tlsversion": ("1.3",)}
"""What is true of a request over current TLS."""
_NO_STATED_KEY: Context = {
    "s3:x-amz-server-side-encryption": None,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": None,
    "s3:x-amz-server-side-encryption-customer-algorithm": None,
}
_ALONE = {
    "aws_backup_vault": ("aws_backup_vault_policy", "backup_vault_name"),
    "aws_ecr_repository": ("aws_ecr_repository_policy", "repository"),
}
_LISTING = "s3:ListBucket"


def policy(graph: Graph, holder: Node) -> Document | None:
    """The policy of what holds data; None where it has none. Raises: UnknownValue, MalformedPolicy."""
    if holder.type == "aws_s3_bucket":
        return buckets.policy(graph, holder)
    if holder.type not in _ALONE:
        return messages.policy(graph, holder)
    kind, path = _ALONE[holder.type]
    alone = naming(graph, holder, (kind,), path, "name", "id")
    return document(graph, alone[-1], "policy") if alone else None


def statements(view: View, holder: Node) -> tuple[Statement, ...]:
    """The statements of that policy. Raises: UnknownValue, MalformedPolicy."""
    found = policy(view.graph, holder)
    return found.statements if found else ()


def denied(given: tuple[Statement, ...], holder: Node, action: str, context: Context) -> bool:
    """Whether statements deny everybody an action on what holds data, whatever is not said of the request."""
    if holder.type == "aws_s3_bucket":
        key = "" if action == _LISTING else ANY_OBJECT
        return buckets.denies(given, holder, action, {**_NO_STATED_KEY, **context}, key)
    resource = str(physical(holder, "arn"))
    return certainly_denied(given, Request(action=action, resource=resource, context={**SAFE, **context}))
