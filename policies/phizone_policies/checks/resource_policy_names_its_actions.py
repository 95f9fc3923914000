"""Policies of resources name the actions that they allow."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.policy_documents import RESOURCE, documents
from phizone_stacks.graph.node import Node

_TYPES = (
    "aws_backup_vault_policy",
    "aws_cloudwatch_event_bus_policy",
    "aws_dynamodb_resource_policy",
    "aws_ecr_registry_policy",
    "aws_ecr_repository_policy",
    "aws_kinesis_resource_policy",
    "aws_s3_bucket",
    "aws_s3_bucket_policy",
    "aws_sagemaker_model_package_group_policy",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_policy",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=_TYPES,
    reads=tuple(f"{kind}.{path}" for kind in _TYPES for path in RESOURCE[kind]),
)
def resource_policy_names_its_actions(node: Node, view: View) -> Result:
    """The policy of a bucket, queue, topic, secret, vault, stream or repository allows no whole service to anybody.

    Why: who is let in to read may then delete, and replace the policy itself.
    Fix: name the actions that are used.
    Source: IAM User Guide, "Apply least-privilege permissions"; AWS Security Hub S3.6; 45 CFR 164.308(a)(4)(ii)(B).
    """
    found = [document for _, document in documents(view.graph, node)]
    if not found:
        return not_applicable("it holds no policy")
    for document in found:
        for number, statement in enumerate(document.statements, start=1):
            wide = [action for action in statement.actions if set(action.rpartition(":")[2]) <= {"*", "?"}]
            wide += [f"everything but {action}" for action in statement.not_actions]
            if statement.allows and wide:
                return failed(f"statement {statement.sid or f'number {number}'} allows {wide[0]}", granted=wide[0])
    return passed()
